import { gzipSync, zstdCompressSync } from 'node:zlib';
import Blosc from 'numcodecs/blosc';
import { beforeAll, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { placeOf } from '../../../main/formats/ome-zarr/entry-place.ts';
import { openOmeZarr } from '../../../main/formats/ome-zarr/open-ome-zarr.ts';
import type { ZarrStore } from '../../../main/formats/ome-zarr/zarr-store.ts';
import { createChunkCache } from '../../../main/formats/reading/chunk-cache.ts';
import { seededNumbers } from '../seeded-numbers.ts';
import { imageAttributes, type TestArray, TestStore } from './test-store.ts';

/** Mutants to be read; many more on demand. */
const ROUNDS = Number(process.env.GROVE_ZARR_MUTANTS ?? 600);
const SEED = Number(process.env.GROVE_ZARR_SEED ?? 1);

const random = seededNumbers(SEED);
const below = (n: number): number => Math.floor(random() * n);
const oneOf = <T>(items: readonly T[]): T => items[below(items.length)]!;

const ARRAY: TestArray = { shape: [2, 20, 30], chunks: [1, 8, 16], type: 'uint16', value: ([, y = 0, x = 0]) => y * x };
const IMAGE = imageAttributes('cyx', ['0', '1']);

async function seeds(): Promise<TestStore[]> {
  const zstd = { pack: zstdCompressSync, packing: { name: 'zstd', configuration: { level: 1, checksum: false } } };
  const gzip = { pack: gzipSync, packing: { name: 'gzip', configuration: { level: 1 } } };
  const pyramid = new TestStore()
    .group('', IMAGE)
    .array('0', { ...ARRAY, ...zstd })
    .array('1', { ...ARRAY, shape: [2, 10, 15], ...gzip });
  const plate = new TestStore().group('', { plate: { wells: [{ path: 'A/1' }, { path: 'B/2' }] } });
  for (const well of ['A/1', 'B/2']) {
    plate
      .group(well, { well: { images: [{ path: '0' }] } })
      .group(`${well}/0`, imageAttributes('cyx'))
      .array(`${well}/0/0`, ARRAY);
  }
  const series = new TestStore().group('', { 'bioformats2raw.layout': 3 }).group('OME', { series: ['0', '1'] });
  for (const image of ['0', '1']) series.group(image, imageAttributes('cyx')).array(`${image}/0`, ARRAY);
  const packed = await Promise.all(
    (['blosclz', 'lz4', 'zlib', 'zstd'] as const).map(async (cname, i) => {
      const packing = { id: 'blosc', cname, clevel: 5, shuffle: i % 3, blocksize: 0 };
      const shape = [1, 64, 64];
      const store = new TestStore()
        .group('', imageAttributes('cyx'), 2)
        .array('0', { ...ARRAY, shape, chunks: shape, version: 2, packing });
      const blosc = new Blosc(5, cname, i % 3, 0);
      for (const [key, bytes] of store.entries) if (!isMetadata(key)) store.entries.set(key, await blosc.encode(bytes));
      return store;
    }),
  );
  return [pyramid, plate, series, ...packed];
}

const isMetadata = (name: string): boolean => /json$|\.z[a-z]+$/.test(name);

const VALUES = [
  ...[
    '0',
    '-1',
    '1',
    '2147483647',
    '2147483648',
    '4294967295',
    '9007199254740993',
    '1e308',
    '1e999',
    '1.5',
    'NaN',
    'null',
    'true',
  ],
  ...['[]', '{}', '""', '":"', '"0/../.."', '[1,1,1,1,1]', '[null]', '{"name":"bytes"}', '"transpose"', '"zstd"', '"F"'],
  ...['"float16"', '"int64"', '"bool"', '"complex64"'],
];

function mutated(bytes: Uint8Array, metadata: boolean): Uint8Array {
  if (metadata && random() < 0.8) {
    const text = Buffer.from(bytes).toString();
    const spots = [...text.matchAll(/-?\d+(\.\d+)?|"[^"]*"|true|null|\[[^[\]]*\]/g)];
    if (spots.length === 0) return bytes.subarray(1);
    const spot = oneOf(spots);
    return Buffer.from(text.slice(0, spot.index) + oneOf(VALUES) + text.slice(spot.index + spot[0].length));
  }
  const way = random();
  if (way < 0.2) return bytes.subarray(0, below(bytes.length + 1));
  if (way < 0.25) return Buffer.concat([bytes, bytes]);
  const changed = Uint8Array.from(bytes);
  for (let n = 1 + below(3); n > 0 && changed.length > 0; n--)
    changed[below(changed.length)] = random() < 0.5 ? oneOf([0, 1, 127, 128, 255]) : below(256);
  return changed;
}

function inMemory(entries: ReadonlyMap<string, Uint8Array>): ZarrStore {
  const read: ZarrStore['getRange'] = async (key, range, limit) => {
    const bytes = entries.get(key);
    if (bytes === undefined) return undefined;
    const { offset, length } = placeOf({ path: '/store', name: key }, range, bytes.length, limit);
    return Uint8Array.from(bytes.subarray(offset, offset + length));
  };
  const whole = (key: string): number => entries.get(key)?.length ?? 0;
  return {
    ...{ path: '/store', name: 'store', getRange: read, close: async () => undefined },
    get: (key, limit) => read(key, { offset: 0, length: whole(key) }, limit),
  };
}

/** Opens a store and reads corners of all its levels. */
async function readParts(store: ZarrStore): Promise<void> {
  const file = await openOmeZarr(store, createChunkCache(2 ** 20));
  const { info } = file;
  for (let scene = 0; scene < Math.min(3, info.sizeScene); scene++) {
    for (const [level, { width, height }] of (info.scenes?.[scene]?.levels ?? info.levels).entries()) {
      const plane = { scene, z: info.sizeZ - 1, t: info.sizeT - 1 };
      const [across, down] = [Math.min(width, 200), Math.min(height, 200)];
      const rect = { x: width - across, y: height - down, width: across, height: down };
      const { data } = await file.read({ plane, level, rect, channels: [0, info.channels.length - 1] });
      expect(data).toHaveLength(2 * across * down);
    }
  }
  await file.close();
}

let originals: TestStore[];
beforeAll(async () => {
  originals = await seeds();
});

it(`${ROUNDS} mutated stores are read or refused with a sentence, seed ${SEED}`, async () => {
  const outcomes = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const entries = new Map(oneOf(originals).entries);
    for (let n = 1 + below(2); n > 0; n--) {
      const names = [...entries.keys()].filter((key) => random() < 0.4 || isMetadata(key));
      if (names.length === 0) break;
      const name = oneOf(names);
      if (random() < 0.05) entries.delete(name);
      else entries.set(name, mutated(entries.get(name)!, isMetadata(name)));
    }
    const outcome = await readParts(inMemory(entries)).then(
      () => 'read',
      (error: unknown) =>
        error instanceof GroveError ? error.kind : Promise.reject(new Error(`Mutant ${round}`, { cause: error })),
    );
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect([...outcomes.keys()].filter((kind) => kind === 'internal')).toEqual([]);
  expect(outcomes.get('read')).toBeGreaterThan(ROUNDS / 10);
  expect(outcomes.get('corrupt')).toBeGreaterThan(ROUNDS / 10);
}, 3_600_000);
