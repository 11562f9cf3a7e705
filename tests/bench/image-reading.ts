import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { haloRect } from '#core/raster/halo-rect.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';
import { openImage } from '../../main/formats/open-image.ts';
import type { ImageFile } from '../../main/services/ports.ts';

/** Edge of the image that the benchmarks of the formats read, uint16, and of its parts. */
export const SIZE = 2048;
export const TILE = 512;
const HALO = 44;
const RUNS = 7;
export const MEGABYTES = (2 * SIZE * SIZE) / 1e6;

const WHOLE: readonly Rect[] = [{ x: 0, y: 0, width: SIZE, height: SIZE }];

export const TILES: readonly Rect[] = Array.from({ length: (SIZE / TILE) ** 2 }, (_, i) => ({
  ...{ x: (i % (SIZE / TILE)) * TILE, y: Math.floor(i / (SIZE / TILE)) * TILE, width: TILE, height: TILE },
}));

/** Shape (SIZE, SIZE). */
export function benchPixels(): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(drawNuclei({ width: SIZE, height: SIZE, seed: 1 }).pixels.subarray(0, SIZE * SIZE));
}

/** Shape (tile, tile), tiles row by row. */
export function cutTiles(pixels: Uint16Array, tile = TILE): Uint16Array<ArrayBuffer>[] {
  const across = SIZE / tile;
  return Array.from({ length: across ** 2 }, (_, i) => {
    const cut = new Uint16Array(tile * tile);
    copyRegion(pixels, Math.floor(i / across) * tile * SIZE + (i % across) * tile, SIZE, cut, 0, tile, tile, tile);
    return cut;
  });
}

/** MB of pixels per second of the best of several runs. */
export async function rate(action: () => Promise<unknown> | unknown, runs = RUNS): Promise<number> {
  let seconds = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await action();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return MEGABYTES / seconds;
}

async function reading(open: () => Promise<ImageFile>, rects: readonly Rect[]): Promise<number> {
  return rate(async () => {
    const file = await open();
    for (const rect of rects) await file.read({ plane: { scene: 0, z: 0, t: 0 }, level: 0, rect, channels: [0] });
    await file.close();
  });
}

/** MB of pixels per second. */
export interface ReadingRates {
  readonly whole: number;
  /** As 512² regions with a halo, as prediction reads them; what the halo reads again is not counted. */
  readonly regions: number;
}

/** Each run opens the image anew: nothing decoded is kept from the one before. */
export async function readingRates(open: () => Promise<ImageFile>): Promise<ReadingRates> {
  const regions = TILES.map((tile) => haloRect(tile, HALO, SIZE, SIZE));
  return { whole: await reading(open, WHOLE), regions: await reading(open, regions) };
}

/** Those of a file, with those of reading its bytes alone. */
export async function fileRates(path: string): Promise<ReadingRates & { readonly raw: number }> {
  return { raw: await rate(() => readFileSync(path)), ...(await readingRates(() => openImage(path))) };
}

const column = (value: number): string => value.toFixed(0).padStart(9);
const share = (value: number): string => `${(100 * value).toFixed(1)} %`.padStart(12);

export function printHead(title: string): void {
  console.log(
    `${title.padEnd(44)}${['raw file', 'whole', 'regions'].map((one) => one.padStart(9)).join('')}   regions of raw, of none`,
  );
}

export function printRates(
  name: string,
  { raw, whole, regions }: ReadingRates & { readonly raw: number },
  none: number,
  tail = '',
): void {
  console.log(
    `  ${name.padEnd(42)}${column(raw)}${column(whole)}${column(regions)}${share(regions / raw)}${share(regions / none)}  ${tail}`,
  );
}

/** Runs with a folder that is gone afterwards. */
export async function inFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'grove-bench-'));
  try {
    await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
