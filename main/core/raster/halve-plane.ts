import type { PixelArray } from '../model/image.ts';

/** Pixels of one channel inside a larger array: row y starts at `offset + y * stride`. */
export interface PlaneView {
  readonly data: PixelArray;
  readonly offset: number;
  readonly stride: number;
}

/**
 * Halves a plane: each target pixel is the mean of 2 × 2 source pixels. Where width or height is odd, the last column or row
 * counts twice. Integer means are rounded half up; floating-point means are taken in double precision.
 *
 * Source shape (height, width), target shape (ceil(height / 2), ceil(width / 2)), same pixel type. One pass, no allocation.
 */
export function halvePlane(source: PlaneView, width: number, height: number, target: PlaneView): void {
  const from = source.data;
  const to = target.data;
  const whole = !(from instanceof Float32Array || from instanceof Float64Array);
  const targetWidth = Math.ceil(width / 2);
  const targetHeight = Math.ceil(height / 2);
  for (let y = 0; y < targetHeight; y++) {
    const upper = source.offset + 2 * y * source.stride;
    const lower = 2 * y + 1 < height ? upper + source.stride : upper;
    const out = target.offset + y * target.stride;
    for (let x = 0; x < targetWidth; x++) {
      const left = 2 * x;
      const right = left + 1 < width ? left + 1 : left;
      const sum = from[upper + left] + from[upper + right] + from[lower + left] + from[lower + right];
      to[out + x] = whole ? Math.floor((sum + 2) / 4) : sum / 4;
    }
  }
}
