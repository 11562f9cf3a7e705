/**
 * `node tests/bench/ome-zarr.bench.ts`: MB of pixels per second read from OME-Zarrs of a 2048² uint16 image in chunks of 512², beside
 * reading a file of as many bytes as are stored; and written to one. Nothing is cached between runs. Best of several runs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import Blosc from 'numcodecs/blosc';
import { openOmeZarrFolder } from '../../main/formats/ome-zarr/open-ome-zarr-at.ts';
import { createOmeZarr } from '../../main/formats/ome-zarr/write.ts';
import { createChunkCache } from '../../main/formats/reading/chunk-cache.ts';
import { imageAttributes, TestStore } from '../formats/ome-zarr/test-store.ts';
import { benchPixels, cutTiles, inFolder, printHead, printRates, rate, readingRates, SIZE, TILE } from './image-reading.ts';

const pixels = benchPixels();

const blosc = (cname: string): [object, (bytes: Uint8Array) => Promise<Uint8Array>] => [
  { name: 'blosc', configuration: { cname, clevel: 5, shuffle: 'shuffle', typesize: 2, blocksize: 0 } },
  (bytes) => new Blosc(5, cname, 1, 0).encode(bytes),
];
const packings: Record<string, [object | null, (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>]> = {
  none: [null, (bytes) => bytes],
  zstd: [{ name: 'zstd', configuration: { level: 3, checksum: false } }, (bytes) => zstdCompressSync(bytes)],
  gzip: [{ name: 'gzip', configuration: { level: 6 } }, (bytes) => gzipSync(bytes)],
  'Blosc LZ4': blosc('lz4'),
  'Blosc zstd': blosc('zstd'),
};

await inFolder(async (folder) => {
  printHead('OME-Zarr, 2048² uint16 (MB/s)');
  let none = 0;
  for (const [name, [packing, pack]] of Object.entries(packings)) {
    const store = new TestStore().group('', imageAttributes('yx')).array('0', {
      ...{ shape: [SIZE, SIZE], chunks: [TILE, TILE], type: 'uint16', value: ([y = 0, x = 0]) => pixels[y * SIZE + x]! },
      ...(packing !== null && { packing }),
    });
    let stored = 0;
    for (const [key, bytes] of store.entries) {
      if (key.endsWith('.json')) continue;
      const packed = await pack(bytes);
      store.entries.set(key, packed);
      stored += packed.length;
    }
    const path = store.writeTo(join(folder, `${name}.ome.zarr`));
    const flat = join(folder, 'flat');
    writeFileSync(flat, new Uint8Array(stored));
    const rates = {
      raw: await rate(() => readFileSync(flat)),
      ...(await readingRates(() => openOmeZarrFolder(path, createChunkCache(48 * 2 ** 20)))),
    };
    none ||= rates.regions;
    printRates(name, rates, none);
  }
  const tiles = cutTiles(pixels);
  const written = await rate(async () => {
    const writer = await createOmeZarr({
      ...{ path: join(folder, 'written.ome.zarr'), scenes: [{ name: 'A', width: SIZE, height: SIZE }], sizeZ: 1, sizeT: 1 },
      ...{ channels: [{ name: 'A', color: null }], pixelType: 'uint16', pixelSizeUm: { x: 1, y: 1, z: null } },
      ...{ coarsen: 'mean', description: '' },
    });
    for (const tile of tiles) await writer.write(tile);
    await writer.finish();
  }, 3);
  console.log(`  writing zstd, with levels ${written.toFixed(0).padStart(27)}`);
});
