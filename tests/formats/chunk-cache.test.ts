import { describe, expect, it } from 'vitest';
import { createChunkCache } from '../../main/formats/reading/chunk-cache.ts';
import { openSourceFile, type SourceFile } from '../../main/formats/reading/source-file.ts';
import { openTiff } from '../../main/formats/tiff/open-tiff.ts';
import { encodeTiff } from './encode-tiff.ts';
import { testFolder } from './in-folder.ts';

describe('the cache of chunks', () => {
  const owner = {};
  const other = {};

  it('keeps what was used last, up to its budget', () => {
    const cache = createChunkCache(100);
    for (let key = 0; key < 4; key++) cache.set(owner, key, new Uint8Array(30));
    expect([0, 1, 2, 3].map((key) => cache.get(owner, key) !== undefined)).toEqual([false, true, true, true]);
    cache.get(owner, 1);
    cache.set(other, 1, new Uint16Array(15));
    expect([1, 2, 3].map((key) => cache.get(owner, key) !== undefined)).toEqual([true, false, true]);
    expect(cache.bytes()).toBe(90);
    cache.set(owner, 1, new Uint8Array(10));
    expect(cache.bytes()).toBe(70);
    cache.drop(owner);
    expect(cache.bytes()).toBe(30);
    expect(cache.get(other, 1)).toBeDefined();
  });

  it('keeps a chunk larger than the budget until the next one', () => {
    const cache = createChunkCache(100);
    cache.set(owner, 0, new Uint8Array(500));
    expect(cache.get(owner, 0)).toBeDefined();
    cache.set(owner, 1, new Uint8Array(5));
    expect(cache.get(owner, 0)).toBeUndefined();
    expect(cache.bytes()).toBe(5);
  });
});

describe('reading neighbouring regions', () => {
  const folder = testFolder();

  it('decodes no strip twice, reads neighbours in the file at once, and forgets them when closed', async () => {
    const pixels = Uint16Array.from({ length: 256 * 256 }, (_, i) => i);
    const path = folder.put(
      'rows.tif',
      encodeTiff([{ width: 256, height: 256, type: 'uint16', pixels, rowsPerStrip: 1, compression: 8 }]),
    );
    const real = await openSourceFile(path);
    let reads = 0;
    const counted: SourceFile = {
      ...real,
      read(...args) {
        reads++;
        return real.read(...args);
      },
    };
    const cache = createChunkCache(2 ** 20);
    const file = await openTiff(counted, cache);
    const plane = { scene: 0, z: 0, t: 0 };
    reads = 0;
    await file.read({ plane, level: 0, rect: { x: 0, y: 0, width: 256, height: 200 }, channels: [0] });
    expect(reads).toBe(1);
    await file.read({ plane, level: 0, rect: { x: 10, y: 10, width: 99, height: 180 }, channels: [0] });
    expect(reads).toBe(1);
    await file.read({ plane, level: 0, rect: { x: 10, y: 100, width: 99, height: 110 }, channels: [0] });
    expect(reads).toBe(2);
    expect(cache.bytes()).toBe(210 * 256 * 2);
    await file.close();
    expect(cache.bytes()).toBe(0);
  });
});
