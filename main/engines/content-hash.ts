import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { addSampledBlocks } from './sampled-blocks.ts';
import { ZARR_METADATA, zarrFolderHash } from './zarr-folder-hash.ts';

/** Files up to this size are hashed whole. */
export const WHOLE_FILE_BYTES = 64 * 2 ** 20;

const BLOCKS = 64;

/**
 * Names a file by its content, so that a moved file is recognised and caches find what belongs to it.
 *
 * Up to 64 MB: 'sha256:' and the SHA-256 of the whole file. Above: 'sampled:' and the SHA-256 of the size in bytes (as decimal
 * text) followed by 64 blocks of 256 kB, evenly spaced from the first to the last byte, so that the largest file costs no more
 * than a small one. Two large files that differ only between the blocks are taken for the same.
 *
 * A folder, or one of the files that mark a Zarr, stands for the whole store: see `zarrFolderHash`. An image of several files is named
 * by all of them: see `fileSetHash`.
 */
export async function contentHash(
  path: string,
  throwIfCancelled: () => void = () => undefined,
): Promise<{ hash: string; bytes: number }> {
  if ((await stat(path)).isDirectory()) return zarrFolderHash(path, throwIfCancelled);
  if (ZARR_METADATA.includes(basename(path))) return zarrFolderHash(dirname(path), throwIfCancelled);
  const { size } = await stat(path);
  const whole = size <= WHOLE_FILE_BYTES;
  const sha = createHash('sha256');
  if (!whole) sha.update(String(size));
  await addSampledBlocks(sha, path, whole ? null : BLOCKS, throwIfCancelled);
  return { hash: `${whole ? 'sha256' : 'sampled'}:${sha.digest('hex')}`, bytes: size };
}
