import type { Kernels } from '../kernels/kernels.ts';
import { type HalfFilter, radiusOf, reachOf, SHORT_RADIUS } from './separable-filter.ts';
import { allocTaps, type StripLayout } from './strip.ts';

/**
 * One filter ready in kernel memory, run by the kernel that suits its length. Sources have the layout's stride. Down: columns
 * are rounded up to a multiple of 4, rows too. Along: columns are rounded up to a multiple of 16.
 */
export interface LineFilter {
  /** Samples read on either side of an output. */
  readonly reach: number;
  down(dst: number, src: number, width: number, rows: number): void;
  along(dst: number, dstStride: number, src: number, width: number, rows: number): void;
}

export function lineFilter({ wasm, arena }: Kernels, { stride }: StripLayout, half: HalfFilter): LineFilter {
  const radius = radiusOf(half);
  const reach = reachOf(half);
  const even = half.parity === 'even';
  if (radius <= SHORT_RADIUS) {
    const padded = new Float32Array(SHORT_RADIUS + 1);
    padded.set(half.taps);
    // The centre of an odd filter is always zero and left out.
    const taps = allocTaps(arena, even ? padded : padded.subarray(1));
    const short = even ? wasm.shortEven : wasm.shortOdd;
    return {
      reach,
      down: (dst, src, width, rows) => short(dst, stride, src, stride, stride, width, rows, taps),
      along: (dst, dstStride, src, width, rows) => short(dst, dstStride, src, stride, 1, width, rows, taps),
    };
  }
  const taps = allocTaps(arena, half.taps);
  const down = even ? wasm.evenFilterDown : wasm.oddFilterDown;
  const along = even ? wasm.evenFilterAlong : wasm.oddFilterAlong;
  return {
    reach,
    down: (dst, src, width, rows) => down(dst, stride, src, stride, width, rows, taps, radius),
    along: (dst, dstStride, src, width, rows) => along(dst, dstStride, src, stride, width, rows, taps, radius),
  };
}
