import { fileURLToPath } from 'node:url';
import { type FuzzResult, type FuzzRun, fuzzInChild } from '../fuzz-in-child.ts';

export const READERS = ['czi', 'tiff', 'png-jpeg'] as const;
export type Reader = (typeof READERS)[number];

/** Most memory of the whole process: Node.js, 48 MiB of decoded chunks and whatever a file makes a reader allocate. */
export const LIMIT_MB = 768;

/** Opens and reads damaged images; rejects as fuzz-in-child.ts says. */
export function fuzzImages(reader: Reader, run: FuzzRun): Promise<FuzzResult> {
  const script = fileURLToPath(new URL('./read-many.ts', import.meta.url));
  const name = 'fuzz:images';
  const rights = ['--allow-addons', '--allow-worker', '--allow-wasi'];
  return fuzzInChild({ ...run, script, name, limitMb: LIMIT_MB, further: [reader], rights });
}
