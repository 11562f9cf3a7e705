import type { Hash } from 'node:crypto';
import { open } from 'node:fs/promises';

const BLOCK_BYTES = 256 * 2 ** 10;

/**
 * Adds a file to a hash, whole (`blocks` null) or as so many blocks of 256 kB, evenly spaced from its first to its last byte; one block
 * is the first, and a file that is no longer than its blocks is taken whole.
 */
export async function addSampledBlocks(
  sha: Hash,
  path: string,
  blocks: number | null,
  throwIfCancelled: () => void,
): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const whole = blocks === null || size <= blocks * BLOCK_BYTES;
    const count = whole ? Math.ceil(size / BLOCK_BYTES) : blocks;
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    for (let i = 0; i < count; i++) {
      throwIfCancelled();
      const at = whole ? i * BLOCK_BYTES : Math.round((i * (size - BLOCK_BYTES)) / Math.max(1, count - 1));
      const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, at);
      sha.update(block.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
