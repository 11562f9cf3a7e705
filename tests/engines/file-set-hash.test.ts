import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileSetHash } from '../../main/engines/file-set-hash.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-set-hash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function files(name: string, contents: Readonly<Record<string, string>>): string[] {
  mkdirSync(join(folder, name));
  return Object.entries(contents).map(([file, content]) => {
    const path = join(folder, name, file);
    writeFileSync(path, content);
    return path;
  });
}
const hashOf = async (paths: readonly string[]): Promise<string> => (await fileSetHash(paths)).hash;

describe('the hash of several files', () => {
  it('is that of names, sizes and contents in the order of names', async () => {
    const paths = files('plain', { b: 'second', a: 'one' });
    const expected = createHash('sha256').update('a\x003\0b\x006\0onesecond').digest('hex');
    expect(await fileSetHash(paths)).toEqual({ hash: `set:${expected}`, bytes: 9 });
    expect(await hashOf(paths.toReversed())).toBe(`set:${expected}`);
  });

  it('differs where a name, a content or the number of files differs', async () => {
    const hashes = await Promise.all([
      hashOf(files('1', { a: 'one', b: 'two' })),
      hashOf(files('2', { a: 'one', c: 'two' })),
      hashOf(files('3', { a: 'one', b: 'twO' })),
      hashOf(files('4', { a: 'onet', b: 'wo' })),
      hashOf(files('5', { a: 'one', b: 'two', c: '' })),
    ]);
    expect(new Set(hashes).size).toBe(5);
  });

  it('looks at the first and the last bytes of each of a few large files', async () => {
    const paths = files('large', { a: '', b: '', c: '' });
    for (const path of paths) truncateSync(path, 40 * 2 ** 20);
    const seen = [await hashOf(paths)];
    for (const path of paths) {
      for (const at of [0, 40 * 2 ** 20 - 1]) {
        const file = await open(path, 'r+');
        await file.write(Uint8Array.of(1), 0, 1, at);
        await file.close();
        seen.push(await hashOf(paths));
      }
    }
    expect(new Set(seen).size).toBe(7);
  });

  it('stops when it is not wanted any more', async () => {
    const stop = (): void => {
      throw new Error('cancelled');
    };
    await expect(fileSetHash(files('stopped', { a: '', b: '' }), stop)).rejects.toThrow('cancelled');
  });
});
