import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentHash } from '../../main/engines/content-hash.ts';

const root = mkdtempSync(join(tmpdir(), 'grove-zarr-hash-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function store(name: string, columns = 5): string {
  const path = join(root, name);
  for (let row = 0; row < 4; row++) mkdirSync(join(path, '0/c', String(row)), { recursive: true });
  writeFileSync(join(path, 'zarr.json'), '{"zarr_format":3,"attributes":{}}');
  writeFileSync(join(path, '0/zarr.json'), '{"shape":[4,5]}');
  for (let row = 0; row < 4; row++) {
    for (let x = 0; x < columns; x++) writeFileSync(join(path, `0/c/${row}/${x}`), Buffer.alloc(100, row * 16 + x));
  }
  return path;
}

const hashOf = async (path: string): Promise<string> => (await contentHash(path)).hash;

describe('the hash of a Zarr folder', () => {
  it('is that of its content: a copy and a moved one have it too, whatever their times and names', async () => {
    const first = store('first.zarr');
    const { hash, bytes } = await contentHash(first);
    expect(hash).toMatch(/^zarr:[0-9a-f]{64}$/);
    expect(bytes).toBe(2000 + 33 + 15);
    cpSync(first, join(root, 'copy'), { recursive: true });
    utimesSync(join(root, 'copy/zarr.json'), 1, 1);
    renameSync(join(root, 'copy'), join(root, 'moved'));
    expect(await hashOf(join(root, 'moved'))).toBe(hash);
    expect(await hashOf(join(first, 'zarr.json'))).toBe(hash);
  });

  it.each<[string, (path: string) => void]>([
    ['the metadata of the image', (path) => writeFileSync(join(path, 'zarr.json'), '{"zarr_format":3,"attributes":[]}')],
    ['the metadata of an array', (path) => writeFileSync(join(path, '0/zarr.json'), '{"shape":[4,6]}')],
    ['a byte of a chunk', (path) => writeFileSync(join(path, '0/c/2/3'), Buffer.alloc(100, 1))],
    ['the size of a chunk', (path) => writeFileSync(join(path, '0/c/2/3'), Buffer.alloc(101, 35))],
    ['a chunk more', (path) => writeFileSync(join(path, '0/c/2/9'), Buffer.alloc(100))],
    ['a chunk less', (path) => rmSync(join(path, '0/c/2/3'))],
    ['a chunk in another place', (path) => renameSync(join(path, '0/c/2/3'), join(path, '0/c/2/7'))],
  ])('changes with %s', async (_, change) => {
    const path = store('changed.zarr');
    const before = await hashOf(path);
    change(path);
    expect(await hashOf(path)).not.toBe(before);
    rmSync(path, { recursive: true });
  });

  it('looks at few chunks of many, the last one among them; links do not matter', async () => {
    const path = store('many.zarr', 300);
    const before = await contentHash(path);
    expect(before.bytes).toBe(4 * 64 * 100 + 33 + 15);
    symlinkSync('/', join(path, '0/c/link'));
    expect(await hashOf(path)).toBe(before.hash);
    writeFileSync(join(path, '0/c/3/99'), Buffer.alloc(120));
    expect(await hashOf(path)).not.toBe(before.hash);
  });

  it('looks at some folders of very many', async () => {
    const path = store('deep.zarr');
    for (let t = 4; t < 1500; t++) mkdirSync(join(path, '0/c', String(t)));
    const before = await hashOf(path);
    mkdirSync(join(path, '0/c/1500'));
    expect(await hashOf(path)).not.toBe(before);
  });

  it('is not taken to its end where it is cancelled', async () => {
    const stop = (): void => {
      throw new Error('stopped');
    };
    await expect(contentHash(store('stopped.zarr'), stop)).rejects.toThrow('stopped');
  });
});
