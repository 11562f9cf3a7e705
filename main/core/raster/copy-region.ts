import type { PixelArray } from '../model/image.ts';

/**
 * Copies a rectangle of `width` × `height` samples between row-by-row arrays of the same pixel type. `offset` is the place of
 * the rectangle's first sample, `stride` the distance of rows.
 */
export function copyRegion(
  source: PixelArray,
  sourceOffset: number,
  sourceStride: number,
  target: PixelArray,
  targetOffset: number,
  targetStride: number,
  width: number,
  height: number,
): void {
  for (let y = 0; y < height; y++) {
    const from = sourceOffset + y * sourceStride;
    target.set(source.subarray(from, from + width), targetOffset + y * targetStride);
  }
}
