import { allocatePixels, type PixelArray, type PixelType } from '#core/model/image.ts';
import { halvePlane } from '#core/raster/halve-plane.ts';
import { TILE } from './tile-assembler.ts';

/** How coarser levels are made: labels keep their values, everything else is averaged. */
export type Coarsening = 'nearest' | 'mean';

/** Sizes of all levels, the full one first: each half of the one before, rounded up, down to a single tile. */
export function outputLevels(width: number, height: number, pyramid: boolean): { width: number; height: number }[] {
  const levels = [{ width, height }];
  while (pyramid) {
    const last = levels.at(-1)!;
    if (Math.max(last.width, last.height) <= TILE) break;
    levels.push({ width: Math.ceil(last.width / 2), height: Math.ceil(last.height / 2) });
  }
  return levels;
}

/** Halves the upper left `width` × `height` pixels of a tile: shape (ceil(height / 2), ceil(width / 2)). */
export function halveTile(tile: PixelArray, width: number, height: number, type: PixelType, how: Coarsening): PixelArray {
  const across = Math.ceil(width / 2);
  const down = Math.ceil(height / 2);
  const half = allocatePixels(type, across * down);
  if (how === 'mean') {
    halvePlane({ data: tile, offset: 0, stride: TILE }, width, height, { data: half, offset: 0, stride: across });
  } else {
    for (let y = 0; y < down; y++) {
      for (let x = 0; x < across; x++) half[y * across + x] = tile[2 * y * TILE + 2 * x]!;
    }
  }
  return half;
}
