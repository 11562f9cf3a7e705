import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../in-folder.ts';
import { readWhole } from '../read-all.ts';
import { encodeZip, type ZipOptions } from './encode-zip.ts';
import { openStore } from './open-store.ts';
import { imageAttributes, TestStore } from './test-store.ts';

const folder = testFolder();
let next = 0;

function store(): TestStore {
  const value = ([y = 0, x = 0]: readonly number[]): number => y * 64 + x;
  const packing = { name: 'zstd', configuration: { level: 1, checksum: false } };
  return new TestStore()
    .group('', imageAttributes('yx'))
    .array('0', { shape: [64, 64], chunks: [32, 32], type: 'uint16', value, pack: zstdCompressSync, packing });
}

const zipped = (options: ZipOptions = {}, prefix = ''): Buffer =>
  encodeZip(
    [...store().entries].map(([name, bytes]) => [prefix + name, bytes] as const),
    options,
  );
const put = (bytes: Uint8Array): string => folder.put(`store-${next++}.ome.zarr.zip`, bytes);
const WHOLE = Array.from({ length: 4096 }, (_, i) => i);

describe('a zipped OME-Zarr', () => {
  it.each<[string, Buffer]>([
    ['stored', zipped()],
    ['packed', zipped({ deflate: true })],
    ['of 64 bits', zipped({ zip64: true })],
    ['with a comment', zipped({ comment: 'PK\x05\x06 is no end here' })],
    ['in a folder', zipped({}, 'cells.ome.zarr/')],
    ['behind other bytes', zipped({ deflate: true }, 'deep/er/')],
  ])('%s is read like a folder', async (_, bytes) => {
    const file = await openStore(put(bytes));
    expect(file.info).toMatchObject({ format: 'ome-zarr', width: 64, compression: ['zstd'] });
    expect([...(await readWhole(file)).data]).toEqual(WHOLE);
    await file.close();
  });

  it('is refused or told damaged wherever it is cut off', async () => {
    const whole = zipped();
    for (const length of [4, 100, whole.length >> 1, whole.length - 23, whole.length - 1]) {
      await expect(openStore(put(whole.subarray(0, length)))).rejects.toMatchObject({ kind: 'corrupt' });
    }
  });

  const field = (at: number, value: number) => (name: string, header: Buffer) => {
    if (name.startsWith('0/c/')) header.writeUInt32LE(value, at);
  };
  it.each<[string, Buffer, string, RegExp]>([
    ['a wrong checksum', zipped({ change: field(16, 7) }), 'corrupt', /checksum/],
    ['a size that is too small', zipped({ deflate: true, change: field(24, 10) }), 'corrupt', /two sizes do not fit/],
    ['a size that is a little too small', zipped({ deflate: true, change: field(24, 600) }), 'corrupt', /unpacked/],
    ['a size that is too large', zipped({ deflate: true, change: field(24, 3000) }), 'corrupt', /unpacks to less/],
    ['a size beyond all measure', zipped({ deflate: true, change: field(24, 2 ** 31) }), 'corrupt', /at most/],
    ['sizes that differ', zipped({ change: field(24, 10) }), 'corrupt', /two sizes/],
    ['a place beyond its end', zipped({ change: field(42, 2 ** 31) }), 'corrupt', /ends before/],
    ['a place in something else', zipped({ change: field(42, 5) }), 'corrupt', /not where the archive says/],
  ])('with %s is told damaged', async (_, bytes, kind, message) => {
    const file = await openStore(put(bytes));
    await expect(readWhole(file)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
    await file.close();
  });

  it.each<[string, Buffer, string, RegExp]>([
    ['encrypted', zipped({ change: (_, header) => header.writeUInt16LE(1, 8) }), 'unsupported', /encrypted/],
    ['packed in another way', zipped({ change: (_, header) => header.writeUInt16LE(14, 10) }), 'unsupported', /method 14/],
    ['without an OME-Zarr', encodeZip([['photo.jpg', Buffer.from('x')]]), 'invalid-input', /without an OME-Zarr/],
    ['empty', encodeZip([]), 'invalid-input', /without an OME-Zarr/],
  ])('%s is refused by name', async (_, bytes, kind, message) => {
    await expect(openStore(put(bytes))).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  it('that declares more entries than it can hold is refused before anything is read', async () => {
    const bytes = zipped({ zip64: true });
    bytes.writeBigUInt64LE(2n ** 40n, bytes.length - 98 + 32);
    await expect(openStore(put(bytes))).rejects.toMatchObject({ kind: 'too-large' });
    bytes.writeBigUInt64LE(900_000n, bytes.length - 98 + 32);
    await expect(openStore(put(bytes))).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringMatching(/does not fit/),
    });
  });
});
