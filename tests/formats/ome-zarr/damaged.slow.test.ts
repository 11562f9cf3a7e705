import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import Blosc from 'numcodecs/blosc';
import { describe, expect, it } from 'vitest';
import type { GroveError } from '#core/model/error.ts';
import type { PixelBlock } from '#core/model/image.ts';

import { readWhole } from '../read-all.ts';
import { openStore } from './open-store.ts';
import { imageAttributes, storeFolders, type TestArray, TestStore } from './test-store.ts';

const newFolder = storeFolders();

const ARRAY: TestArray = { shape: [64, 64], chunks: [32, 32], type: 'uint16', value: ([y = 0, x = 0]) => y * 64 + x };
const ZSTD = { pack: zstdCompressSync, packing: { name: 'zstd', configuration: { level: 1, checksum: false } } };

function imageStore(array: Partial<TestArray> = {}): TestStore {
  const spec = { ...ARRAY, ...array };
  return new TestStore().group('', imageAttributes('yx'), spec.version ?? 3).array('0', spec);
}

async function readStore(store: TestStore): Promise<PixelBlock | GroveError> {
  try {
    const file = await openStore(store.writeTo(newFolder()));
    try {
      return await readWhole(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    return error as GroveError;
  }
}

describe('chunks', () => {
  const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === 20 ? byte ^ 0xff : byte));
  it.each<[string, Partial<TestArray>, (bytes: Uint8Array) => Uint8Array, RegExp]>([
    ['cut off', {}, (bytes) => bytes.subarray(0, 100), /chunk 1\/0 of 0 .* 50 samples instead of 1024/],
    ['with half a sample more', {}, (bytes) => Buffer.concat([bytes, bytes.subarray(0, 2)]), /1025 samples/],
    ['much too long', {}, (bytes) => Buffer.concat(Array.from({ length: 9 }, () => bytes)), /0\/c\/1\/0 is damaged: 18432 bytes/],
    ['empty', {}, () => new Uint8Array(0), /0 samples/],
    ['packed and cut off', ZSTD, (bytes) => bytes.subarray(0, bytes.length - 3), /chunk 1\/0 of 0 cannot be decoded/],
    ['packed and damaged', ZSTD, () => Buffer.from('this is no zstd frame'), /cannot be decoded/],
    ['packed and too short', ZSTD, () => zstdCompressSync(Buffer.alloc(100)), /50 samples/],
    ['gzip, damaged', { pack: gzipSync, packing: { name: 'gzip', configuration: { level: 5 } } }, flip, /cannot be decoded/],
  ])('that are %s are told by file and place', async (_, array, change, message) => {
    const store = imageStore(array);
    store.entries.set('0/c/1/0', change(store.entries.get('0/c/1/0')!));
    expect(await readStore(store)).toMatchObject({ kind: 'corrupt', message: expect.stringMatching(message) });
  });

  it('that are good are read beside a damaged one', async () => {
    const store = imageStore(ZSTD);
    store.entries.set('0/c/1/0', Buffer.from('damaged'));
    const file = await openStore(store.writeTo(newFolder()));
    const rect = { x: 0, y: 0, width: 64, height: 32 };
    const { data } = await file.read({ plane: { scene: 0, z: 0, t: 0 }, level: 0, rect, channels: [0] });
    expect([...data]).toEqual(Array.from({ length: 64 * 32 }, (_, i) => i));
    await file.close();
  });

  const bomb = Buffer.alloc(256 * 2 ** 20);
  it.each<[string, (big: Uint8Array) => Uint8Array | Promise<Uint8Array>, unknown]>([
    ['zstd', (big) => zstdCompressSync(big), ZSTD.packing],
    ['gzip', (big) => gzipSync(big, { level: 1 }).subarray(0, 3000), { name: 'gzip', configuration: { level: 1 } }],
    ['Blosc', (big) => new Blosc(9, 'lz4', 0, 0).encode(big.subarray(0, 400_000)), { name: 'blosc', configuration: {} }],
  ])('that would grow beyond their size stop growing: %s', async (_, pack, packing) => {
    const chunk = await pack(bomb);
    expect(chunk.length).toBeLessThan(12_000);
    const store = imageStore({ shape: [96, 96], chunks: [96, 96], packing });
    store.entries.set('0/c/0/0', chunk);
    const path = store.writeTo(newFolder());
    const file = await openStore(path);
    const before = process.memoryUsage();
    await expect(readWhole(file)).rejects.toMatchObject({ kind: 'corrupt' });
    const after = process.memoryUsage();
    const grown = after.external + after.arrayBuffers - before.external - before.arrayBuffers;
    expect(grown).toBeLessThan(16 * 2 ** 20);
    await file.close();
  });

  it.each([
    ['version', 0],
    ['flags', 2],
    ['element size', 3],
    ['length', 4],
    ['length, high byte', 7],
    ['block size', 8],
    ['block size, high byte', 11],
    ['packed length', 12],
    ['place of a block', 16],
    ['length of a block', 21],
    ['data', 60],
  ])('of Blosc with any %s are told or read', async (_, at) => {
    const good = await new Blosc(5, 'lz4', 1, 0).encode(new Uint8Array(2048).map((__, i) => (i * i) >> 4));
    for (const byte of [0, 1, 0x7f, 0x80, 0xff]) {
      const store = imageStore({ shape: [32, 32], packing: { name: 'blosc', configuration: {} } });
      const bad = Uint8Array.from(good);
      bad[at] = byte;
      store.entries.set('0/c/0/0', bad);
      const result = await readStore(store);
      if ('kind' in result) expect(result.kind).toBe('corrupt');
      else expect(result.data).toHaveLength(1024);
    }
  });
});

describe('metadata', () => {
  const meta = (metadata: Record<string, unknown>): TestStore => imageStore({ metadata, missing: () => true });
  const regular = (chunk_shape: unknown): Record<string, unknown> => ({
    chunk_grid: { name: 'regular', configuration: { chunk_shape } },
  });
  it.each<[string, TestStore, string, RegExp]>([
    ['a negative size', meta({ shape: [64, -64] }), 'corrupt', /its shape makes no sense/],
    ['no size', meta({ shape: [64, 0] }), 'corrupt', /shape/],
    ['a broken size', meta({ shape: [64, 1.5] }), 'corrupt', /shape/],
    ['a size as text', meta({ shape: ['64', 64] }), 'corrupt', /shape/],
    ['no shape', meta({ shape: null }), 'corrupt', /axes of its shape/],
    ['too many axes', meta({ shape: new Array(50).fill(1) }), 'corrupt', /axes/],
    ['an endless axis', meta({ shape: [64, 2 ** 40] }), 'too-large', /1099511627776/],
    ['sizes that overflow', meta({ shape: [2 ** 31 - 1, 2 ** 31 - 1] }), 'too-large', /samples/],
    ['chunks of no size', meta(regular([0, 32])), 'corrupt', /chunks/],
    ['chunks of other axes', meta(regular([32])), 'corrupt', /chunks/],
    ['huge chunks', meta(regular([2 ** 20, 2 ** 20])), 'too-large', /chunks of 2048.0 GB/],
    ['chunks of many sizes', meta({ chunk_grid: { name: 'rectangular' } }), 'unsupported', /different sizes/],
    ['complex numbers', meta({ data_type: 'complex64' }), 'unsupported', /complex64/],
    ['texts', meta({ data_type: 'string' }), 'unsupported', /string/],
    ['an unknown codec', meta({ codecs: [{ name: 'bytes' }, { name: 'pcodec' }] }), 'unsupported', /pcodec/],
    ['no codecs', meta({ codecs: [] }), 'corrupt', /how its numbers are stored/],
    [
      'a foreign order',
      meta({ codecs: [{ name: 'transpose', configuration: { order: [0, 0] } }, { name: 'bytes' }] }),
      'corrupt',
      /order/,
    ],
    ['an unknown key encoding', meta({ chunk_key_encoding: { name: 'fancy' } }), 'unsupported', /names its chunks/],
    [
      'a foreign separator',
      meta({ chunk_key_encoding: { name: 'default', configuration: { separator: '/../' } } }),
      'corrupt',
      /chunk names/,
    ],
    ['a fill value that is none', meta({ fill_value: 'much' }), 'corrupt', /fill value/],
    ['a transformer', meta({ storage_transformers: [{}] }), 'unsupported', /transformer/],
    ['an unknown dtype', imageStore({ version: 2, metadata: { dtype: '|S8' } }), 'unsupported', /\|S8/],
    ['a structure', imageStore({ version: 2, metadata: { dtype: [['r', '|u1']] } }), 'unsupported', /a structure/],
    ['an unknown compressor', imageStore({ version: 2, packing: { id: 'lzma' } }), 'unsupported', /lzma/],
    ['an unknown filter', imageStore({ version: 2, metadata: { filters: [{ id: 'delta' }] } }), 'unsupported', /delta/],
  ])('with %s', async (_, store, kind, message) => {
    expect(await readStore(store)).toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  it('with channels beyond measure', async () => {
    const shape = [2 ** 31 - 1, 64, 64];
    const array = { ...ARRAY, shape: [1, 64, 64], chunks: [1, 32, 32], value: () => 0, metadata: { shape } };
    const store = new TestStore().group('', imageAttributes('cyx')).array('0', array);
    expect(await readStore(store)).toMatchObject({ kind: 'too-large', message: expect.stringMatching(/2147483647 channels/) });
  });

  it('with chunks so small that a region would take hours', async () => {
    const metadata = { shape: [40_000, 40_000], chunk_grid: { name: 'regular', configuration: { chunk_shape: [1, 1] } } };
    expect(await readStore(imageStore({ metadata, missing: () => true }))).toMatchObject({
      ...{ kind: 'unsupported', message: expect.stringMatching(/chunks of a few pixels/) },
    });
  });

  const root = (multiscale: unknown): TestStore => imageStore().group('', { multiscales: [multiscale] });
  const datasets = [{ path: '0' }];
  it.each<[string, TestStore, RegExp]>([
    ['no resolutions', root({}), /list of resolutions is empty/],
    ['a path out of the store', root({ datasets: [{ path: '../../../etc' }] }), /no place for a resolution/],
    ['an absolute path', root({ datasets: [{ path: 'a//b' }] }), /no place/],
    ['a missing full resolution', root({ datasets: [{ path: '5' }] }), /full resolution 5 is missing/],
    ['the same axis twice', root({ datasets, axes: ['x', 'x'] }), /two of its axes/],
    ['no axis x', root({ datasets, axes: ['y', 'z'] }), /no axes x and y/],
    ['other axes than the array', root({ datasets, axes: ['z', 'y', 'x'] }), /names 3 axes, but 0 has 2/],
    ['text instead of lists', root('multiscale'), /list of resolutions/],
  ])('of the image with %s', async (_, store, message) => {
    expect(await readStore(store)).toMatchObject({ kind: 'corrupt', message: expect.stringMatching(message) });
  });

  it.each<[string, Uint8Array, string]>([
    ['no JSON', Buffer.from('{"zarr_format": 3, '), 'corrupt'],
    ['a list', Buffer.from('[]'), 'corrupt'],
    ['nothing', new Uint8Array(0), 'corrupt'],
    ['too long', Buffer.alloc(20 * 2 ** 20, ' '), 'corrupt'],
    ['too deep', Buffer.from('['.repeat(5_000_000)), 'too-large'],
    ['too many values', Buffer.from(`{"a":[${'0,'.repeat(1_100_000)}0]}`), 'too-large'],
  ])('that are %s', async (_, bytes, kind) => {
    const store = imageStore();
    store.entries.set('zarr.json', bytes);
    expect(await readStore(store)).toMatchObject({ kind, message: expect.stringMatching(/zarr\.json/) });
  });

  it('with names of the language itself change nothing', async () => {
    const store = imageStore();
    const text = JSON.stringify({ zarr_format: 3, node_type: 'group', attributes: { ome: imageAttributes('yx') } });
    store.entries.set(
      'zarr.json',
      Buffer.from(text.replace('"ome":{', '"__proto__":{"multiscales":1},"ome":{"__proto__":{"plate":{}},')),
    );
    expect(await readStore(store)).toMatchObject({ width: 64, height: 64 });
  });
});

describe('links', () => {
  it('inside a store are followed, those that lead out of it are refused', async () => {
    const path = imageStore().writeTo(newFolder());
    const outside = newFolder();
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret'), new Uint8Array(2048).fill(7));
    const inside = imageStore({ missing: ([y]) => y === 1 }).writeTo(newFolder());
    mkdirSync(join(inside, '0/c/1'), { recursive: true });
    symlinkSync('../0/0', join(inside, '0/c/1/0'));
    const good = await openStore(inside);
    expect((await readWhole(good)).data[32 * 64]).toBe(0);
    expect((await readWhole(good)).data[33 * 64 + 5]).toBe(64 + 5);
    await good.close();

    symlinkSync(join(outside, 'secret'), join(inside, '0/c/1/1'));
    const bad = await openStore(inside);
    await expect(readWhole(bad)).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(/0\/c\/1\/1 that leads out/),
    });
    await bad.close();

    // The folder of the image itself may be a link: the user chose it.
    const link = newFolder();
    symlinkSync(path, link);
    const linked = await openStore(link);
    expect((await readWhole(linked)).data[65]).toBe(65);
    await linked.close();

    const through = imageStore({ missing: () => true }).writeTo(newFolder());
    mkdirSync(join(outside, '0'));
    writeFileSync(join(outside, '0/0'), new Uint8Array(2048).fill(7));
    symlinkSync(outside, join(through, '0/c'));
    const file = await openStore(through);
    await expect(readWhole(file)).rejects.toMatchObject({ kind: 'unsupported' });
    await file.close();
  });
});
