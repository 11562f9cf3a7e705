import type { KernelArena } from '../kernels/kernel-arena.ts';
import type { FeatureExtractor } from './feature-extractor.ts';

/**
 * Feature rows of single pixels of the tile that `extractor` has loaded, row-major (pixels, features).
 *
 * `at` holds their places as y * tileWidth + x, ascending; `tileWidth` is the width of the loaded tile. Only the rows of the
 * tile that hold such pixels (and those between them, up to a strip's height) are computed.
 */
export function sampleRows(
  arena: KernelArena,
  extractor: FeatureExtractor,
  tileWidth: number,
  at: ArrayLike<number>,
  rows: Float32Array = new Float32Array(at.length * extractor.features),
): Float32Array {
  const { features, planeOf, stripRows } = extractor;
  const rowOf = (i: number): number => Math.floor(at[i]! / tileWidth);
  for (let next = 0; next < at.length; ) {
    const top = rowOf(next);
    let end = next + 1;
    while (end < at.length && rowOf(end) < top + stripRows) end++;
    const block = extractor.compute(top, rowOf(end - 1) - top + 1);
    const values = arena.float32(block.pointer, block.planes * block.planeStride);
    for (let i = next; i < end; i++) {
      const pixel = at[i]! - top * tileWidth;
      for (let f = 0; f < features; f++) rows[i * features + f] = values[planeOf[f]! * block.planeStride + pixel]!;
    }
    next = end;
  }
  return rows;
}
