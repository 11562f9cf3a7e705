import { inspectModel } from '../../formats/model-package/inspect-model.ts';
import type { Jobs } from '../../services/ports.ts';

export function networkInspect({ path, onnx }: Jobs['network.inspect']['in']): Promise<Jobs['network.inspect']['out']> {
  return inspectModel(path, onnx);
}
