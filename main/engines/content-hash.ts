import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ZARR_METADATA, zarrFolderHash } from './zarr-folder-hash.ts';

/** Files up to this size are hashed whole. */
export const WHOLE_FILE_BYTES = 64 * 2 ** 20;

const BLOCKS = 64;
const BLOCK_BYTES = 2 ** 20;

/**
 * Names a file by its content, so that a moved file is recognised and caches find what belongs to it.
 *
 * Up to 64 MB: 'sha256:' and the SHA-256 of the whole file. Above: 'sampled:' and the SHA-256 of the size in bytes (as decimal
 * text) followed by 64 blocks of 1 MB, evenly spaced from the first to the last byte, so that the largest file costs as much
 * as a small one. Two large files that differ only between the blocks are taken for the same.
 *
 * A folder, or one of the files that mark a Zarr, stands for the whole store: see `zarrFolderHash`.
 */
export async function contentHash(
  path: string,
  throwIfCancelled: () => void = () => undefined,
): Promise<{ hash: string; bytes: number }> {
  if ((await stat(path)).isDirectory()) return zarrFolderHash(path, throwIfCancelled);
  if (ZARR_METADATA.includes(basename(path))) return zarrFolderHash(dirname(path), throwIfCancelled);
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const whole = size <= WHOLE_FILE_BYTES;
    const sha = createHash('sha256');
    if (!whole) sha.update(String(size));
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    const blocks = whole ? Math.ceil(size / BLOCK_BYTES) : BLOCKS;
    for (let i = 0; i < blocks; i++) {
      throwIfCancelled();
      const at = whole ? i * BLOCK_BYTES : Math.round((i * (size - BLOCK_BYTES)) / (BLOCKS - 1));
      const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, at);
      sha.update(block.subarray(0, bytesRead));
    }
    return { hash: `${whole ? 'sha256' : 'sampled'}:${sha.digest('hex')}`, bytes: size };
  } finally {
    await file.close();
  }
}
