import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import Blosc from 'numcodecs/blosc';
import Lz4 from 'numcodecs/lz4';
import { describe, expect, it } from 'vitest';

import type { ImageFile } from '../../../main/services/ports.ts';
import { seededNumbers } from '../seeded-numbers.ts';
import { openStore } from './open-store.ts';
import { imageAttributes, storeFolders, TEST_TYPES, type TestArray, TestStore, type TestType } from './test-store.ts';

const newFolder = storeFolders();

/** A value that differs from place to place and fits 7 bits. */
const value = (place: readonly number[]): number => place.reduce((sum, index, axis) => sum + index * (axis * axis + 3), 1) % 101;
const odd = (place: readonly number[]): number => value(place) % 2;

/** First bytes of all 16-bit numbers, then second ones, packed. */
const shuffled = (bytes: Uint8Array): Uint8Array =>
  deflateSync(bytes.map((_, i) => bytes[i < bytes.length / 2 ? 2 * i : 2 * (i - bytes.length / 2) + 1]!));

/** Writes an image of one array and opens it. */
async function openArray(axes: string, spec: TestArray): Promise<ImageFile> {
  const version = spec.version ?? 3;
  const attributes = imageAttributes(axes);
  const store = new TestStore().group('', attributes, version).array('0', spec);
  return openStore(store.writeTo(newFolder()));
}

/** Compares random regions with the values they are made of. */
async function expectValues(file: ImageFile, axes: string, spec: TestArray, rounds = 8): Promise<void> {
  const random = seededNumbers(axes.length + spec.shape.length);
  const below = (n: number): number => Math.floor(random() * n);
  const { width, height, sizeZ, sizeT, channels: all } = file.info;
  for (let i = 0; i < rounds; i++) {
    const plane = { scene: 0, z: below(sizeZ), t: below(sizeT) };
    const [x, y] = [below(width), below(height)];
    const rect = i === 0 ? { x: 0, y: 0, width, height } : { x, y, width: 1 + below(width - x), height: 1 + below(height - y) };
    const channels = i === 0 ? all.map((_, c) => c) : [below(all.length), below(all.length)];
    const block = await file.read({ plane, level: 0, rect, channels });
    const wanted: number[] = [];
    for (const c of channels) {
      for (let row = 0; row < rect.height; row++) {
        for (let column = 0; column < rect.width; column++) {
          const at = { t: plane.t, z: plane.z, c, y: rect.y + row, x: rect.x + column };
          wanted.push(spec.value([...axes].map((axis) => at[axis as keyof typeof at])));
        }
      }
    }
    expect([...block.data]).toEqual(wanted);
  }
  await file.close();
}

const SIZES: Readonly<Record<string, [size: number, chunk: number]>> = {
  t: [2, 1],
  c: [3, 2],
  z: [4, 3],
  y: [13, 5],
  x: [17, 8],
};
const sized = (axes: string): Pick<TestArray, 'shape' | 'chunks'> => ({
  shape: [...axes].map((axis) => SIZES[axis]![0]),
  chunks: [...axes].map((axis) => SIZES[axis]![1]),
});

const READ_AS: Partial<Record<TestType, string>> = { bool: 'uint8', float16: 'float32', int64: 'int32', uint64: 'uint32' };

describe('arrays', () => {
  const versions = [2, 3] as const;
  it.each(TEST_TYPES.flatMap((type) => versions.map((version) => [type, version] as const)))(
    'of %s in Zarr %i',
    async (type, version) => {
      const spec = { ...sized('cyx'), type, version, value: type === 'bool' ? odd : value };
      const file = await openArray('cyx', spec);
      expect(file.info.pixelType).toBe(READ_AS[type] ?? type);
      await expectValues(file, 'cyx', spec, 3);
    },
  );

  it.each(['yx', 'zyx', 'cyx', 'tyx', 'czyx', 'tzyx', 'tcyx', 'tczyx', 'xy', 'yxc', 'zctyx'])(
    'with the axes %s',
    async (axes) => {
      const spec: TestArray = { ...sized(axes), type: 'uint8', value };
      const file = await openArray(axes, spec);
      const size = (axis: string): number => (axes.includes(axis) ? SIZES[axis]![0] : 1);
      expect(file.info).toMatchObject({ width: 17, height: 13, sizeZ: size('z'), sizeT: size('t') });
      expect(file.info.channels).toHaveLength(size('c'));
      expect(file.info.pixelSizeUm).toEqual({ x: 0.5, y: 0.5, z: axes.includes('z') ? 2 : null });
      await expectValues(file, axes, spec);
    },
  );

  it.each([
    ['big-endian', { bigEndian: true }],
    ['in Fortran order', { order: 'F' }],
    ['in Fortran order, big-endian, Zarr 2', { order: 'F', bigEndian: true, version: 2 }],
    ['with . in Zarr 3', { separator: '.' }],
    ['with / in Zarr 2', { separator: '/', version: 2 }],
    ['with missing chunks in Zarr 2', { version: 2, missing: ([c]: readonly number[]) => c === 1 }],
    [
      'shuffled by a filter',
      { version: 2, pack: shuffled, packing: { id: 'zlib' }, metadata: { filters: [{ id: 'shuffle', elementsize: 2 }] } },
    ],
    ['zlib', { version: 2, pack: deflateSync, packing: { id: 'zlib', level: 5 } }],
    ['gzip', { pack: gzipSync, packing: { name: 'gzip', configuration: { level: 5 } } }],
    ['gzip, Zarr 2', { version: 2, pack: gzipSync, packing: { id: 'gzip', level: 5 } }],
    ['zstd', { pack: zstdCompressSync, packing: { name: 'zstd', configuration: { level: 5, checksum: false } } }],
    ['zstd, Zarr 2', { version: 2, pack: zstdCompressSync, packing: { id: 'zstd', level: 5 } }],
  ] as const)('%s', async (_, options) => {
    const spec: TestArray = { ...sized('czyx'), type: 'uint16', value: (place) => value(place) * 600, ...options };
    const seen = 'missing' in options ? { ...spec, value: (p: readonly number[]) => (p[0]! >= 2 ? 0 : spec.value(p)) } : spec;
    await expectValues(await openArray('czyx', spec), 'czyx', seen);
  });

  it.each([
    ['blosclz', 1],
    ['lz4', 1],
    ['lz4', 2],
    ['lz4hc', 0],
    ['zlib', 1],
    ['zstd', 2],
  ] as const)('Blosc with %s, shuffle %i, in both versions', async (cname, shuffle) => {
    const blosc = new Blosc(5, cname, shuffle, 0);
    const spec: TestArray = {
      shape: [150, 140],
      chunks: [128, 128],
      type: 'uint16',
      value: ([y = 0, x = 0]) => (y * 7 + x * 3) % 4001,
    };
    for (const version of [2, 3] as const) {
      const store = new TestStore().group('', imageAttributes('yx'), version);
      const configuration = {
        cname,
        clevel: 5,
        shuffle: ['noshuffle', 'shuffle', 'bitshuffle'][shuffle],
        typesize: 2,
        blocksize: 0,
      };
      const packing = version === 2 ? { id: 'blosc', cname, clevel: 5, shuffle, blocksize: 0 } : { name: 'blosc', configuration };
      store.array('0', { ...spec, version, packing });
      for (const [key, bytes] of store.entries) {
        if (!key.endsWith('json') && !key.includes('.z')) store.entries.set(key, await blosc.encode(bytes));
      }
      const file = await openStore(store.writeTo(newFolder()));
      expect(file.info.compression).toEqual([`Blosc ${cname}`]);
      await expectValues(file, 'yx', spec, 2);
    }
  });

  it('LZ4 with its length in front', async () => {
    const spec: TestArray = { ...sized('yx'), type: 'uint16', version: 2, value, packing: { id: 'lz4', acceleration: 1 } };
    const store = new TestStore().group('', imageAttributes('yx'), 2).array('0', spec);
    const lz4 = new Lz4();
    for (const [key, bytes] of store.entries) if (!key.includes('.z')) store.entries.set(key, await lz4.encode(bytes));
    await expectValues(await openStore(store.writeTo(newFolder())), 'yx', spec);
  });

  it.each([
    [0, 7],
    [-1.5, -1.5],
    ['NaN', Number.NaN],
    ['-Infinity', -Infinity],
    ['0x40490fdb', 3.1415927410125732],
    [null, 0],
    ['12', 12],
  ])('missing chunks have the fill value %j', async (fill, seen) => {
    const spec: TestArray = { ...sized('yx'), type: 'float32', value, missing: () => true, fill: fill === 0 ? 7 : fill };
    const file = await openArray('yx', spec);
    const { data } = await file.read({
      ...{ plane: { scene: 0, z: 0, t: 0 }, level: 0 },
      rect: { x: 3, y: 2, width: 9, height: 6 },
      channels: [0],
    });
    expect([...data]).toEqual(new Array(54).fill(seen));
  });

  it('refuses a 64-bit number that fits no 32 bits, and reads the others', async () => {
    const spec: TestArray = {
      shape: [4, 4],
      chunks: [4, 2],
      type: 'int64',
      value: ([y = 0, x = 0]) => (x < 2 ? y - 3 : 2 ** 40),
    };
    const file = await openArray('yx', spec);
    expect(file.info.notes).toEqual([expect.stringMatching(/int64 numbers are read as 32-bit/)]);
    const read = (x: number): ReturnType<ImageFile['read']> =>
      file.read({ plane: { scene: 0, z: 0, t: 0 }, level: 0, rect: { x, y: 0, width: 2, height: 4 }, channels: [0] });
    expect([...(await read(0)).data]).toEqual([-3, -3, -2, -2, -1, -1, 0, 0]);
    await expect(read(2)).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(/1099511627776 .* 32 bits/),
    });
  });
});
