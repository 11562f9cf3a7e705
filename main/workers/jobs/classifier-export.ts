import { writeClassifierNetwork } from '../../formats/classifier-network/write-classifier.ts';
import type { Jobs } from '../../services/ports.ts';

export async function classifierExport({ path, classifier, parts }: Jobs['classifier.export']['in']): Promise<null> {
  await writeClassifierNetwork(path, classifier, parts);
  return null;
}
