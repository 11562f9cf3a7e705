/**
 * `node tests/bench/formats.bench.ts`: MB of pixels per second that one thread reads from TIFFs of a 2048² uint16 image, and
 * writes to OME-TIFF. The whole image at once, and as 512² regions with a halo, as prediction reads it; nothing is cached between
 * runs. Best of several runs.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { haloRect } from '#core/raster/halo-rect.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';
import type { TileCompression } from '../../main/formats/ome-tiff/compress-tile.ts';
import { createOmeTiff } from '../../main/formats/ome-tiff/write.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { encodeTiff, type TestPage } from '../formats/encode-tiff.ts';

const SIZE = 2048;
const TILE = 512;
const HALO = 44;
const RUNS = 7;
const MEGABYTES = (2 * SIZE * SIZE) / 1e6;

const folder = mkdtempSync(join(tmpdir(), 'grove-bench-'));
const pixels = drawNuclei({ width: SIZE, height: SIZE, seed: 1 }).pixels.subarray(0, SIZE * SIZE);
const whole: Rect[] = [{ x: 0, y: 0, width: SIZE, height: SIZE }];
const regions = Array.from({ length: (SIZE / TILE) ** 2 }, (_, i) => {
  const tile = { x: (i % (SIZE / TILE)) * TILE, y: Math.floor(i / (SIZE / TILE)) * TILE, width: TILE, height: TILE };
  return haloRect(tile, HALO, SIZE, SIZE);
});

/** As writers take them. */
const tiles = Array.from({ length: (SIZE / TILE) ** 2 }, (_, i) => {
  const tile = new Uint16Array(TILE * TILE);
  const at = Math.floor(i / (SIZE / TILE)) * TILE * SIZE + (i % (SIZE / TILE)) * TILE;
  copyRegion(pixels, at, SIZE, tile, 0, TILE, TILE, TILE);
  return tile;
});

/** MB of pixels per second; what the halo reads again is not counted. */
async function reading(path: string, rects: readonly Rect[]): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    const file = await openImage(path);
    for (const rect of rects) await file.read({ plane: { scene: 0, z: 0, t: 0 }, level: 0, rect, channels: [0] });
    best = Math.min(best, (performance.now() - start) / 1000);
    await file.close();
  }
  return MEGABYTES / best;
}

async function writing(path: string, compression: TileCompression): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    const file = await createOmeTiff(
      {
        ...{ path, pixelType: 'uint16', description: '', sizeZ: 1, sizeT: 1, coarsen: 'mean' },
        scenes: [{ name: 'Scene 1', width: SIZE, height: SIZE }],
        channels: [{ name: 'Nuclei', color: null }],
        pixelSizeUm: { x: null, y: null, z: null },
      },
      { compression },
    );
    for (const tile of tiles) await file.write(tile);
    await file.finish();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return MEGABYTES / best;
}

const page: TestPage = { width: SIZE, height: SIZE, type: 'uint16', pixels };
const layouts: readonly (readonly [string, Partial<TestPage>, boolean?])[] = [
  ['none, one strip', {}],
  ['none, one strip, big-endian', {}, true],
  ['none, strips of one row', { rowsPerStrip: 1 }],
  ['Deflate, strips of 16 rows', { compression: 8, rowsPerStrip: 16 }],
  ['Deflate, predictor, 256² tiles', { compression: 8, predictor: 2, tile: [256, 256] }],
  ['zstd, predictor, 256² tiles', { compression: 50000, predictor: 2, tile: [256, 256] }],
  ['LZW, strips of 16 rows', { compression: 5, rowsPerStrip: 16 }],
  ['LZW, predictor, 256² tiles', { compression: 5, predictor: 2, tile: [256, 256] }],
  ['PackBits, strips of 16 rows', { compression: 32773, rowsPerStrip: 16 }],
];

try {
  console.log(`reading ${SIZE}² uint16, one thread      whole    regions   (MB/s)`);
  for (const [i, [name, layout, bigEndian = false]] of layouts.entries()) {
    const path = join(folder, `${i}.tif`);
    writeFileSync(path, encodeTiff([{ ...page, ...layout }], { bigEndian }));
    const [all, parts] = [await reading(path, whole), await reading(path, regions)];
    console.log(`  ${name.padEnd(34)} ${all.toFixed(0).padStart(7)} ${parts.toFixed(0).padStart(10)}`);
  }
  console.log('writing OME-TIFF, 512² tiles');
  for (const [name, compression] of [
    ['none', { method: 'none' }],
    ['Deflate, level 1', { method: 'deflate', level: 1 }],
    ['Deflate, level 6', { method: 'deflate', level: 6 }],
    ['zstd, level 3', { method: 'zstd', level: 3 }],
  ] as const) {
    const path = join(folder, 'written.ome.tif');
    const rate = await writing(path, compression);
    const share = (100 * statSync(path).size) / (2 * SIZE * SIZE);
    console.log(`  ${name.padEnd(34)} ${rate.toFixed(0).padStart(7)}   ${share.toFixed(0)} % of the size`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
