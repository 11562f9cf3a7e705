import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { WHOLE_FILE_BYTES } from './content-hash.ts';
import { evenlySpaced } from './evenly-spaced.ts';
import { addSampledBlocks } from './sampled-blocks.ts';

/** Blocks of 256 kB looked at, all files together. */
const BLOCKS = 64;

/**
 * Names an image that lies in several files by the content of all of them, whichever was opened and wherever the folder is: 'set:' and
 * the SHA-256 of the names and sizes of all its files, in the order of names, followed by their content: whole where that is 64 MB
 * together, else 64 blocks of 256 kB shared out among them (among 64 of them, evenly spaced, where there are more).
 */
export async function fileSetHash(
  paths: readonly string[],
  throwIfCancelled: () => void = () => undefined,
): Promise<{ hash: string; bytes: number }> {
  const sorted = [...paths].sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
  const sha = createHash('sha256');
  let bytes = 0;
  for (const path of sorted) {
    throwIfCancelled();
    const { size } = await stat(path);
    sha.update(`${basename(path)}\0${size}\0`);
    bytes += size;
  }
  const looked = bytes <= WHOLE_FILE_BYTES ? sorted : evenlySpaced(sorted, BLOCKS);
  const share = bytes <= WHOLE_FILE_BYTES ? null : Math.floor(BLOCKS / looked.length);
  for (const path of looked) await addSampledBlocks(sha, path, share, throwIfCancelled);
  return { hash: `set:${sha.digest('hex')}`, bytes };
}
