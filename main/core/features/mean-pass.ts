import type { Kernels } from '../kernels/kernels.ts';
import { doublings } from './mean.ts';
import { allocRows, F32, type Pass, roundUp, type StripLayout } from './strip.ts';

/** One mean filter: its size, a power of two above 1, and its plane of the channel. */
export interface MeanTarget {
  readonly sizePx: number;
  readonly plane: number;
}

/**
 * Means over square windows of several sizes, each from the one of half its size. Halving at every addition is exact, so
 * that every level is a mean and none needs scaling.
 */
export function meanPass({ wasm, arena }: Kernels, layout: StripLayout, maxRows: number, targets: readonly MeanTarget[]): Pass {
  const { stride } = layout;
  const levels = Math.max(...targets.map(({ sizePx }) => doublings(sizePx)));
  // Rows and columns that the levels above need around a level: a window of 2n reads those of n at ± n / 2, of 2 at 0 and -1.
  const margins = [2 ** (levels - 1)];
  for (let level = 1; level <= levels; level++) margins.push(margins[level - 1]! - Math.max(1, 2 ** (level - 2)));
  const across = allocRows(arena, layout, maxRows + margins[0]!, margins[0]);
  const means = margins.map((margin, level) => (level === 0 ? 0 : allocRows(arena, layout, maxRows + margin, margin)));

  return ({ input, width, rows, planes }) => {
    let source = input;
    for (let level = 1; level <= levels; level++) {
      const apart = 2 ** (level - 1);
      const ahead = Math.floor(apart / 2);
      const before = margins[level - 1]!;
      const margin = margins[level]!;
      const mean = means[level]!;
      const left = roundUp(margin, 4);
      const columns = width + left + margin;
      const top = (before * stride + left) * F32;
      wasm.addShifted(across - top, stride, source - top + ahead * F32, stride, -apart, 0.5, columns, rows + 2 * before);
      const inner = (margin * stride + left) * F32;
      const below = across - inner + ahead * stride * F32;
      wasm.addShifted(mean - inner, stride, below, stride, -apart * stride, 0.5, columns, rows + 2 * margin);
      for (const { sizePx, plane } of targets) {
        // A shift of 0 with a factor of a half is a copy.
        if (sizePx === 2 ** level) wasm.addShifted(planes[plane]!, width, mean, stride, 0, 0.5, width, rows);
      }
      source = mean;
    }
  };
}
