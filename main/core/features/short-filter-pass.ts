import type { Kernels } from '../kernels/kernels.ts';
import { type HalfFilter, type LinearFilter, radiusOf, sameFilter } from './separable-filter.ts';
import { allocRows, allocTaps, F32, type Pass, type StripLayout } from './strip.ts';

/** Largest radius of a short filter, set by the registers that hold the folded sums. */
export const SHORT_RADIUS = 4;
/** Radius of the pair kernel. */
const PAIR_RADIUS = 3;
/** Rows filtered down the columns before they are filtered along: few enough for the cache, all filters together. */
const GROUP_ROWS = 4;

/** A short filter and the plane of the channel it makes; `work` as in AlongTarget. */
export interface ShortTarget {
  readonly filter: LinearFilter;
  readonly plane: number;
  readonly work?: number;
}

/** Filters along the rows of one buffer. */
interface AlongGroup {
  readonly down: HalfFilter;
  readonly targets: ShortTarget[];
}

/** Two filters that are mirror images of one another. */
interface Pair {
  readonly filter: Required<LinearFilter>;
  minus?: number;
  plus?: number;
}

/** Filters of radius ≤ 4 that read the same input: all down the columns in one sweep, then each along the rows. */
export function shortFilterPass({ wasm, arena }: Kernels, layout: StripLayout, targets: readonly ShortTarget[]): Pass {
  const { stride } = layout;
  const margin = targets.some(({ work }) => work !== undefined) ? 1 : 0;
  const { groups, pairs } = arrange(targets);

  const downs = unique([
    ...groups.map(({ down }) => down),
    ...pairs.flatMap(({ filter }) => [filter.main.down, filter.oblique.odd.down]),
  ]);
  const buffers = downs.map(() => allocRows(arena, layout, GROUP_ROWS));
  const bufferOf = (down: HalfFilter): number => buffers[downs.findIndex((other) => sameFilter(other, down))]!;
  const reach = 2 * SHORT_RADIUS;
  const sweeps = (['even', 'odd'] as const).flatMap((parity) => {
    const filters = downs.filter((down) => down.parity === parity);
    if (filters.length === 0) return [];
    const dsts = allocTable(filters.map((filter) => bufferOf(filter) - reach * F32));
    return [{ run: bank(parity), count: filters.length, dsts, taps: bankTaps(filters) }];
  });
  const alongs = groups.map(({ down, targets }) => ({
    targets,
    run: bank(down.parity),
    buffer: bufferOf(down),
    dsts: allocTable(targets.map(() => 0)),
    taps: bankTaps(targets.map(({ filter }) => filter.main.along)),
  }));
  const mirrors = pairs.map(({ filter, minus, plus }) => ({
    minus: minus!,
    plus: plus!,
    even: bufferOf(filter.main.down),
    odd: bufferOf(filter.oblique.odd.down),
    taps: allocTaps(arena, [...filter.main.along.taps, ...filter.oblique.odd.along.taps.subarray(1)]),
  }));

  function bank(parity: 'even' | 'odd') {
    return parity === 'even' ? wasm.evenBank : wasm.oddBank;
  }
  function allocTable(pointers: readonly number[]): number {
    const table = arena.alloc(pointers.length * F32);
    arena.uint32(table, pointers.length).set(pointers);
    return table;
  }
  /** Taps of a bank's filters, padded with zeros; an odd filter's centre, always zero, is left out. */
  function bankTaps(filters: readonly HalfFilter[]): number {
    const taps = filters.flatMap(({ parity, taps }) => {
      const padded = [...taps, ...new Array<number>(SHORT_RADIUS + 1 - taps.length).fill(0)];
      return parity === 'odd' ? padded.slice(1) : padded;
    });
    return allocTaps(arena, taps);
  }

  return ({ input, width, rows, planes }) => {
    for (let top = -margin; top < rows + margin; top += GROUP_ROWS) {
      const count = Math.min(GROUP_ROWS, rows + margin - top);
      const from = input + (top * stride - reach) * F32;
      for (const { run, dsts, taps, count: filters } of sweeps) {
        run(dsts, filters, stride, from, stride, stride, width + 2 * reach, count, taps);
      }
      // Planes have no margin: their part of the group begins `skip` rows below its top.
      const skip = Math.max(0, -top);
      const inner = Math.min(top + count, rows) - (top + skip);
      const below = (pointer: number): number => pointer + skip * stride * F32;
      const inPlane = (plane: number): number => planes[plane]! + (top + skip) * width * F32;
      for (const { run, targets, buffer, dsts, taps } of alongs) {
        const work = targets[0]!.work;
        if (work !== undefined) {
          arena.uint32(dsts, 1)[0] = work + (top * stride - 4) * F32;
          run(dsts, 1, stride, buffer - 4 * F32, stride, 1, width + 5, count, taps);
        } else if (inner > 0) {
          arena.uint32(dsts, targets.length).set(targets.map(({ plane }) => inPlane(plane)));
          run(dsts, targets.length, width, below(buffer), stride, 1, width, inner, taps);
        }
      }
      if (inner <= 0) continue;
      for (const { minus, plus, even, odd, taps } of mirrors) {
        wasm.mirrorPair(inPlane(minus), inPlane(plus), width, below(even), below(odd), stride, width, inner, taps);
      }
    }
  };
}

/** Sorts the targets into pairs of mirror images and groups that share their filter down the columns. */
function arrange(targets: readonly ShortTarget[]): { groups: AlongGroup[]; pairs: Pair[] } {
  const groups: AlongGroup[] = [];
  const pairs: Pair[] = [];
  for (const target of targets) {
    const { main, oblique } = target.filter;
    if (oblique !== undefined) {
      let pair = pairs.find(({ filter }) => sameFilter(filter.main.down, main.down) && sameFilter(filter.main.along, main.along));
      if (pair === undefined) {
        pair = { filter: { main, oblique } };
        pairs.push(pair);
      }
      pair[oblique.sign === 1 ? 'plus' : 'minus'] = target.plane;
      continue;
    }
    // A buffer with margins has another stride than the planes, so its filter stays alone.
    const group = groups.find(({ down, targets: [first] }) => sameFilter(down, main.down) && first!.work === undefined);
    if (group === undefined || target.work !== undefined) groups.push({ down: main.down, targets: [target] });
    else group.targets.push(target);
  }
  for (const { filter, minus, plus } of pairs) {
    if (minus === undefined || plus === undefined || radiusOf(filter.main.down) !== PAIR_RADIUS) {
      throw new RangeError('Oblique filters must come as mirror images of radius 3.');
    }
  }
  return { groups, pairs };
}

/** Filters without their repetitions. */
function unique(filters: readonly HalfFilter[]): HalfFilter[] {
  return filters.filter((filter, i) => filters.findIndex((other) => sameFilter(other, filter)) === i);
}
