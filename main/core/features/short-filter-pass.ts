import type { Kernels } from '../kernels/kernels.ts';
import { arrangeShortFilters, type ShortTarget } from './arrange-short-filters.ts';
import { type HalfFilter, SHORT_RADIUS, sameFilter } from './separable-filter.ts';
import { allocRows, allocTaps, F32, type Pass, type StripLayout } from './strip.ts';

/** Rows filtered down the columns before they are filtered along: few enough for the cache, all filters together. */
const GROUP_ROWS = 4;

/** Filters of radius ≤ 4 that read the same input: a few rows down the columns by all, then along the rows by each. */
export function shortFilterPass({ wasm, arena }: Kernels, layout: StripLayout, targets: readonly ShortTarget[]): Pass {
  const { stride } = layout;
  const margin = targets.some(({ work }) => work !== undefined) ? 1 : 0;
  const { groups, mirrors } = arrangeShortFilters(targets);

  const downs = unique([
    ...groups.map(({ down }) => down),
    ...mirrors.flatMap(({ filter }) => [filter.main.down, filter.oblique.odd.down]),
  ]);
  const buffers = downs.map(() => allocRows(arena, layout, GROUP_ROWS));
  const bufferOf = (down: HalfFilter): number => buffers[downs.findIndex((other) => sameFilter(other, down))]!;
  const reach = 2 * SHORT_RADIUS;
  const sweeps = (['even', 'odd'] as const)
    .flatMap((parity) => byTwos(downs.filter((down) => down.parity === parity)))
    .map((filters) => ({ ...shortFilters(filters), dsts: filters.map((filter) => bufferOf(filter) - reach * F32) }));
  const alongs = groups.map(({ down, targets }) => ({
    ...shortFilters(targets.map(({ filter }) => filter.main.along)),
    work: targets[0]!.work,
    planes: targets.map(({ plane }) => plane),
    buffer: bufferOf(down),
  }));
  const mirrored = mirrors.map(({ filter, minus, plus }) => ({
    minus: minus!,
    plus: plus!,
    even: bufferOf(filter.main.down),
    odd: bufferOf(filter.oblique.odd.down),
    taps: allocTaps(arena, [...filter.main.along.taps, ...filter.oblique.odd.along.taps.subarray(1)]),
  }));

  /** One or two filters of one parity as a kernel call with their taps, padded with zeros. */
  function shortFilters(filters: readonly HalfFilter[]) {
    const even = filters[0]!.parity === 'even';
    const padded = filters.flatMap(({ taps }) => {
      const all = [...taps, ...new Array<number>(SHORT_RADIUS + 1 - taps.length).fill(0)];
      // The centre of an odd filter is always zero and left out.
      return even ? all : all.slice(1);
    });
    const taps = allocTaps(arena, padded);
    const single = even ? wasm.shortEven : wasm.shortOdd;
    const pair = even ? wasm.shortEvenPair : wasm.shortOddPair;
    const run = (dsts: readonly number[], dstStride: number, src: number, step: number, width: number, rows: number): void => {
      if (dsts.length === 1) single(dsts[0]!, dstStride, src, stride, step, width, rows, taps);
      else pair(dsts[0]!, dsts[1]!, dstStride, src, stride, step, width, rows, taps);
    };
    return { run };
  }

  return ({ input, width, rows, planes }) => {
    for (let top = -margin; top < rows + margin; top += GROUP_ROWS) {
      const count = Math.min(GROUP_ROWS, rows + margin - top);
      const from = input + (top * stride - reach) * F32;
      for (const { run, dsts } of sweeps) run(dsts, stride, from, stride, width + 2 * reach, count);
      // Planes have no margin: their part of the group begins `skip` rows below its top.
      const skip = Math.max(0, -top);
      const inner = Math.min(top + count, rows) - (top + skip);
      const below = (pointer: number): number => pointer + skip * stride * F32;
      const inPlane = (plane: number): number => planes[plane]! + (top + skip) * width * F32;
      for (const along of alongs) {
        if (along.work !== undefined) {
          along.run([along.work + (top * stride - 4) * F32], stride, along.buffer - 4 * F32, 1, width + 5, count);
        } else if (inner > 0) {
          along.run(along.planes.map(inPlane), width, below(along.buffer), 1, width, inner);
        }
      }
      if (inner <= 0) continue;
      for (const { minus, plus, even, odd, taps } of mirrored) {
        wasm.mirrorPair(inPlane(minus), inPlane(plus), width, below(even), below(odd), stride, width, inner, taps);
      }
    }
  };
}

/** Filters without their repetitions. */
function unique(filters: readonly HalfFilter[]): HalfFilter[] {
  return filters.filter((filter, i) => filters.findIndex((other) => sameFilter(other, filter)) === i);
}

/** Neighbours in groups of two; the last may be alone. */
function byTwos<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / 2) }, (_, i) => items.slice(2 * i, 2 * i + 2));
}
