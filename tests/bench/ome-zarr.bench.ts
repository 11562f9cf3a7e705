/**
 * `node tests/bench/ome-zarr.bench.ts`: MB of pixels per second that one thread reads from OME-Zarrs of a 2048² uint16 image in chunks
 * of 512², as 512² regions with a halo, as prediction reads it, beside reading a file of the same bytes; and writes to one. Nothing is
 * cached between runs. Best of several runs.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import Blosc from 'numcodecs/blosc';
import { haloRect } from '#core/raster/halo-rect.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';
import { openOmeZarrFolder } from '../../main/formats/ome-zarr/open-ome-zarr-at.ts';
import { createOmeZarr } from '../../main/formats/ome-zarr/write.ts';
import { createChunkCache } from '../../main/formats/reading/chunk-cache.ts';
import { imageAttributes, TestStore } from '../formats/ome-zarr/test-store.ts';

const SIZE = 2048;
const TILE = 512;
const HALO = 44;
const MEGABYTES = (2 * SIZE * SIZE) / 1e6;
const folder = mkdtempSync(join(tmpdir(), 'grove-bench-'));
const pixels = drawNuclei({ width: SIZE, height: SIZE, seed: 1 }).pixels.slice(0, SIZE * SIZE);
const corners = Array.from({ length: (SIZE / TILE) ** 2 }, (_, i) => ({
  ...{ x: (i % (SIZE / TILE)) * TILE, y: Math.floor(i / (SIZE / TILE)) * TILE, width: TILE, height: TILE },
}));

async function best(runs: number, action: () => Promise<void> | void): Promise<number> {
  let seconds = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await action();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return MEGABYTES / seconds;
}

function report(what: string, rate: number, note = ''): void {
  console.log(`${what.padEnd(28)} ${rate.toFixed(0).padStart(6)} MB/s ${note}`);
}

const flat = join(folder, 'flat');
writeFileSync(flat, pixels);
const raw = await best(7, () => void readFileSync(flat));
report('a file of the same bytes', raw);

const blosc = (cname: string): [object, (bytes: Uint8Array) => Promise<Uint8Array>] => [
  { name: 'blosc', configuration: { cname, clevel: 5, shuffle: 'shuffle', typesize: 2, blocksize: 0 } },
  (bytes) => new Blosc(5, cname, 1, 0).encode(bytes),
];
const packings: Record<string, [object | null, (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>]> = {
  uncompressed: [null, (bytes) => bytes],
  zstd: [{ name: 'zstd', configuration: { level: 3, checksum: false } }, (bytes) => zstdCompressSync(bytes)],
  gzip: [{ name: 'gzip', configuration: { level: 6 } }, (bytes) => gzipSync(bytes)],
  'Blosc LZ4': blosc('lz4'),
  'Blosc zstd': blosc('zstd'),
};
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
  const rate = await best(7, async () => {
    const file = await openOmeZarrFolder(path, createChunkCache(48 * 2 ** 20));
    for (const corner of corners) {
      const rect = haloRect(corner, HALO, SIZE, SIZE);
      await file.read({ plane: { scene: 0, z: 0, t: 0 }, level: 0, rect, channels: [0] });
    }
    await file.close();
  });
  report(`read ${name}`, rate, `(stored in ${((stored / MEGABYTES / 1e6) * 100).toFixed(0)} %)`);
}

const tiles = corners.map(({ x, y }) => {
  const tile = new Uint16Array(TILE * TILE);
  for (let row = 0; row < TILE; row++) {
    const at = (y + row) * SIZE + x;
    tile.set(pixels.subarray(at, at + TILE), row * TILE);
  }
  return tile;
});
const writing = await best(3, async () => {
  const writer = await createOmeZarr({
    ...{ path: join(folder, 'written.ome.zarr'), scenes: [{ name: 'A', width: SIZE, height: SIZE }], sizeZ: 1, sizeT: 1 },
    ...{ channels: [{ name: 'A', color: null }], pixelType: 'uint16', pixelSizeUm: { x: 1, y: 1, z: null } },
    ...{ coarsen: 'mean', description: '' },
  });
  for (const tile of tiles) await writer.write(tile);
  await writer.finish();
});
report('write zstd, with levels', writing);
rmSync(folder, { recursive: true, force: true });
