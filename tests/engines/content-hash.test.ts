import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentHash, WHOLE_FILE_BYTES } from '../../main/engines/content-hash.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-hash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function poke(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Uint8Array.of(1), 0, 1, at);
  await file.close();
}

describe('the hash of a file', () => {
  it('is the SHA-256 of a small file', async () => {
    const path = join(folder, 'small');
    const bytes = Buffer.alloc(3_000_000, 'grove');
    writeFileSync(path, bytes);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(await contentHash(path)).toEqual({ hash: `sha256:${expected}`, bytes: 3_000_000 });
  });

  it('is that of nothing for an empty file', async () => {
    const path = join(folder, 'empty');
    writeFileSync(path, '');
    expect((await contentHash(path)).hash).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('samples a large file: its size, its first and its last byte count', async () => {
    const path = join(folder, 'large');
    const size = 4 * WHOLE_FILE_BYTES;
    writeFileSync(path, '');
    truncateSync(path, size);
    const hashes = new Set([(await contentHash(path)).hash]);
    expect([...hashes][0]).toMatch(/^sampled:[0-9a-f]{64}$/);
    truncateSync(path, size + 1);
    hashes.add((await contentHash(path)).hash);
    await poke(path, 0);
    hashes.add((await contentHash(path)).hash);
    await poke(path, size);
    hashes.add((await contentHash(path)).hash);
    expect(hashes.size).toBe(4);
  });

  it('stops when it is told to', async () => {
    const stop = (): never => {
      throw new Error('stopped');
    };
    await expect(contentHash(join(folder, 'small'), stop)).rejects.toThrow('stopped');
  });
});
