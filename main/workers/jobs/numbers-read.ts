import { readNumbers } from '../../formats/npy/read-npy.ts';
import type { Jobs } from '../../services/ports.ts';

export function numbersRead({ path }: Jobs['numbers.read']['in']): Promise<Jobs['numbers.read']['out']> {
  return readNumbers(path);
}
