import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../main/formats/ome-zarr/codecs/crc32c.ts';
import { readWhole } from '../read-all.ts';
import { openStore } from './open-store.ts';
import { chunkBytes, imageAttributes, places, storeFolders, type TestArray, TestStore } from './test-store.ts';

const newFolder = storeFolders();
const NONE = 2n ** 64n - 1n;

const ARRAY: TestArray = { shape: [50, 70], chunks: [16, 8], type: 'uint16', value: ([y = 0, x = 0]) => y * 100 + x + 1 };
const PER_SHARD = [2, 4];

interface ShardOptions {
  readonly location?: 'start' | 'end';
  readonly checksum?: boolean;
  /** Inner chunks that are left out, by their place in the whole. */
  readonly missing?: (place: readonly number[]) => boolean;
  /** Changes the list of a shard before its checksum is taken. */
  readonly change?: (index: DataView) => void;
}

/** An image whose chunks lie in shards (sharding_indexed of Zarr 3). */
function sharded({ location = 'end', checksum = true, missing = () => false, change }: ShardOptions = {}): TestStore {
  const shardShape = ARRAY.chunks.map((size, axis) => size * PER_SHARD[axis]!);
  const configuration = {
    chunk_shape: ARRAY.chunks,
    codecs: [
      { name: 'bytes', configuration: { endian: 'little' } },
      { name: 'zstd', configuration: { level: 1, checksum: false } },
    ],
    index_codecs: [{ name: 'bytes', configuration: { endian: 'little' } }, ...(checksum ? [{ name: 'crc32c' }] : [])],
    index_location: location,
  };
  const store = new TestStore().group('', imageAttributes('yx')).array('0', {
    ...{ ...ARRAY, missing: () => true, fill: 9 },
    metadata: {
      chunk_grid: { name: 'regular', configuration: { chunk_shape: shardShape } },
      codecs: [{ name: 'sharding_indexed', configuration }],
    },
  });
  const grid = ARRAY.shape.map((size, axis) => Math.ceil(size / shardShape[axis]!));
  for (const shard of places(grid)) {
    const index = Buffer.alloc(PER_SHARD[0]! * PER_SHARD[1]! * 16);
    const parts: Uint8Array[] = [];
    let at = location === 'start' ? index.length + (checksum ? 4 : 0) : 0;
    for (const [i, inner] of places(PER_SHARD).entries()) {
      const place = inner.map((n, axis) => n + shard[axis]! * PER_SHARD[axis]!);
      const gone = missing(place);
      const bytes = zstdCompressSync(chunkBytes(ARRAY, place));
      index.writeBigUInt64LE(gone ? NONE : BigInt(at), i * 16);
      index.writeBigUInt64LE(gone ? NONE : BigInt(bytes.length), i * 16 + 8);
      if (gone) continue;
      parts.push(bytes);
      at += bytes.length;
    }
    change?.(new DataView(index.buffer, index.byteOffset, index.length));
    const sum = Buffer.alloc(checksum ? 4 : 0);
    if (checksum) sum.writeUInt32LE(crc32c(index));
    const list = [index, sum];
    store.entries.set(`0/c/${shard.join('/')}`, Buffer.concat(location === 'start' ? [...list, ...parts] : [...parts, ...list]));
  }
  return store;
}

const expected = (missing: (place: readonly number[]) => boolean = () => false): number[] =>
  places(ARRAY.shape).map((place) =>
    missing(place.map((index, axis) => Math.floor(index / ARRAY.chunks[axis]!))) ? 9 : ARRAY.value(place),
  );

describe('chunks gathered in shards', () => {
  it.each<[string, ShardOptions]>([
    ['as most writers do', {}],
    ['with the list at the start', { location: 'start' }],
    ['without a checksum', { checksum: false }],
    ['with chunks that are missing', { missing: ([y = 0, x = 0]) => (y + x) % 3 === 0 }],
  ])('are read one by one, %s', async (_, options) => {
    const file = await openStore(sharded(options).writeTo(newFolder()));
    expect(file.info).toMatchObject({ chunk: { width: 8, height: 16 }, compression: ['zstd'] });
    expect([...(await readWhole(file)).data]).toEqual(expected(options.missing));
    await file.close();
  });

  it('have the fill value where the whole shard is missing', async () => {
    const store = sharded();
    store.entries.delete('0/c/1/1');
    const file = await openStore(store.writeTo(newFolder()));
    expect([...(await readWhole(file)).data]).toEqual(expected(([y = 0, x = 0]) => y >= 2 && x >= 4 && x < 8));
    await file.close();
  });

  it.each<[string, ShardOptions, RegExp]>([
    ['lies beyond the end', { change: (index) => index.setBigUint64(0, 10_000n, true) }, /has only/],
    ['lies beyond all numbers', { change: (index) => index.setBigUint64(0, 2n ** 63n, true) }, /has only/],
    ['is longer than a chunk can be', { change: (index) => index.setBigUint64(8, 2n ** 40n, true) }, /at most/],
    ['is cut', { change: (index) => index.setBigUint64(8, 5n, true) }, /cannot be decoded/],
  ])('are told damaged where one %s', async (_, options, message) => {
    const file = await openStore(sharded(options).writeTo(newFolder()));
    await expect(readWhole(file)).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringMatching(message) });
    await file.close();
  });

  it('are told damaged where the list does not fit its checksum or is cut off', async () => {
    for (const change of [
      (b: Uint8Array) => b.map((byte, i) => (i === b.length - 40 ? byte ^ 1 : byte)),
      (b: Uint8Array) => b.subarray(0, 50),
    ]) {
      const store = sharded();
      store.entries.set('0/c/0/0', change(store.entries.get('0/c/0/0')!));
      const file = await openStore(store.writeTo(newFolder()));
      await expect(readWhole(file)).rejects.toMatchObject({ kind: 'corrupt' });
      await file.close();
    }
  });

  it('knows the checksum of RFC 3720', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  });
});
