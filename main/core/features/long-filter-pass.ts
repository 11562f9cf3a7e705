import type { Kernels } from '../kernels/kernels.ts';
import { type HalfFilter, radiusOf } from './separable-filter.ts';
import { allocRows, allocTaps, F32, type Pass, roundUp, type StripLayout } from './strip.ts';

/** Where a filter along the rows puts its result. */
export interface AlongTarget {
  readonly along: HalfFilter;
  /** Plane of the channel. */
  readonly plane: number;
  /**
   * Where the plane feeds a Sobel filter: a buffer of the strip's layout (column 0, row 0), filled with one row and column
   * more on every side in place of the plane itself, which the Sobel pass copies.
   */
  readonly work?: number;
}

/**
 * Symmetric filters of any radius that share their filter down the columns: once down into a buffer of the strip's height,
 * then along the rows from it, while the buffer is still in the cache.
 */
export function longFilterPass(
  { wasm, arena }: Kernels,
  layout: StripLayout,
  maxRows: number,
  down: HalfFilter,
  targets: readonly AlongTarget[],
): Pass {
  if (down.parity === 'odd' || targets.some(({ along }) => along.parity === 'odd')) {
    throw new RangeError('Long filters must be symmetric.');
  }
  const { stride } = layout;
  const margin = targets.some(({ work }) => work !== undefined) ? 1 : 0;
  const buffer = allocRows(arena, layout, roundUp(maxRows + 2 * margin, 4), margin);
  const first = buffer - margin * stride * F32;
  const downTaps = allocTaps(arena, down.taps);
  const alongs = targets.map((target) => ({
    ...target,
    radius: radiusOf(target.along),
    taps: allocTaps(arena, target.along.taps),
  }));
  const reach = roundUp(Math.max(...alongs.map(({ radius }) => radius)) + margin, 4);

  return ({ input, width, rows, planes }) => {
    const from = input - (margin * stride + reach) * F32;
    wasm.evenFilterDown(
      first - reach * F32,
      stride,
      from,
      stride,
      width + 2 * reach,
      rows + 2 * margin,
      downTaps,
      radiusOf(down),
    );
    for (const { plane, work, taps, radius } of alongs) {
      if (work === undefined) wasm.evenFilterAlong(planes[plane]!, width, buffer, stride, width, rows, taps, radius);
      else {
        const left = (stride + 4) * F32;
        wasm.evenFilterAlong(work - left, stride, buffer - left, stride, width + 5, rows + 2, taps, radius);
      }
    }
  };
}
