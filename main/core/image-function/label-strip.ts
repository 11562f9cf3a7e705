import type { PixelArray } from '../model/image.ts';
import type { Connectivity } from '../model/image-function.ts';

/** Rows of a plane of masks or labels, shape (height, width): whole numbers from 0 on. */
export interface Strip {
  readonly width: number;
  readonly height: number;
  readonly values: PixelArray;
}

/** Which pixels make regions: neighbours of the same value other than 0, or neighbours that are 0. */
export type RegionKind = 'values' | 'zeros';

/** Several values stand around a region. */
export const SEVERAL = -1;

/** Connected regions of a strip, numbered by their first pixel, row by row. */
export interface StripRegions {
  readonly count: number;
  /** Runs of pixels in a row: first place (y * width + x), place behind the last, and region, row by row. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly regionOf: Int32Array;
  readonly areas: Float64Array;
  /** Value of the pixels of each region. */
  readonly values: Float64Array;
  /** Of zeros: the one value other than 0 at the sides of their pixels, 0 where there is none, or SEVERAL. */
  readonly around: Float64Array;
}

/**
 * Finds the connected regions of a strip by runs: one pass joins the runs of neighbouring rows in a union-find whose roots are the
 * first runs, a second numbers them (Rosenfeld and Pfaltz 1966, on runs instead of pixels). Exact; cost and memory grow with the
 * number of runs, at most one for every pixel.
 */
export function labelStrip(strip: Strip, kind: RegionKind, connectivity: Connectivity): StripRegions {
  const { width, height, values } = strip;
  const wanted = (value: number): boolean => (kind === 'zeros' ? value === 0 : value !== 0);
  const rows = new Int32Array(height + 1);
  const runs = countRuns(strip, wanted);
  const starts = new Int32Array(runs);
  const ends = new Int32Array(runs);
  const parents = new Int32Array(runs);
  const reach = connectivity === 8 ? 1 : 0;
  let n = 0;
  for (let y = 0; y < height; y++) {
    rows[y] = n;
    const start = y * width;
    let above = y === 0 ? n : rows[y - 1]!;
    for (let x = 0; x < width; ) {
      const value = values[start + x]!;
      const from = x++;
      while (x < width && values[start + x] === value) x++;
      if (!wanted(value)) continue;
      starts[n] = start + from;
      ends[n] = start + x;
      parents[n] = n;
      // Runs of the row above that end before this one ends may still touch the next one, but no run before `above` does.
      while (above < rows[y]! && ends[above]! - start + width + reach <= from) above++;
      for (let other = above; other < rows[y]! && starts[other]! - start + width < x + reach; other++) {
        if (values[starts[other]!] === value) join(parents, other, n);
      }
      n++;
    }
  }
  rows[height] = n;
  return numbered(strip, kind, { starts, ends, parents });
}

function countRuns({ width, height, values }: Strip, wanted: (value: number) => boolean): number {
  let runs = 0;
  for (let y = 0; y < height; y++) {
    let before = -1;
    for (let i = y * width; i < (y + 1) * width; i++) {
      const value = values[i]!;
      if (value !== before && wanted(value)) runs++;
      before = value;
    }
  }
  return runs;
}

function numbered(
  strip: Strip,
  kind: RegionKind,
  { starts, ends, parents }: { starts: Int32Array; ends: Int32Array; parents: Int32Array },
): StripRegions {
  const regionOf = new Int32Array(starts.length);
  let count = 0;
  // Roots come before the runs that belong to them.
  for (let run = 0; run < starts.length; run++) {
    const root = rootOf(parents, run);
    regionOf[run] = root === run ? count++ : regionOf[root]!;
  }
  const areas = new Float64Array(count);
  const values = new Float64Array(count);
  const around = new Float64Array(count);
  for (let run = 0; run < starts.length; run++) {
    const region = regionOf[run]!;
    areas[region]! += ends[run]! - starts[run]!;
    values[region] = strip.values[starts[run]!]!;
    if (kind === 'zeros') around[region] = alsoAround(around[region]!, valuesBeside(strip, starts[run]!, ends[run]!));
  }
  return { count, starts, ends, regionOf, areas, values, around };
}

function valuesBeside({ width, height, values }: Strip, start: number, end: number): number {
  let found = 0;
  if (start % width > 0) found = alsoAround(found, values[start - 1]!);
  if (end % width > 0) found = alsoAround(found, values[end]!);
  const above = start >= width;
  const below = start < width * (height - 1);
  for (let i = start; i < end; i++) {
    if (above && values[i - width] !== 0) found = alsoAround(found, values[i - width]!);
    if (below && values[i + width] !== 0) found = alsoAround(found, values[i + width]!);
  }
  return found;
}

/** What stands around a region when one more value is known; 0 is none. */
export function alsoAround(known: number, value: number): number {
  if (value === 0 || value === known) return known;
  return known === 0 ? value : SEVERAL;
}

export function rootOf(parents: Int32Array, at: number): number {
  let root = at;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]!]!;
    root = parents[root]!;
  }
  return root;
}

/** The root of two that are joined is the smaller one. */
export function join(parents: Int32Array, a: number, b: number): void {
  const [first, second] = [rootOf(parents, a), rootOf(parents, b)];
  if (first < second) parents[second] = first;
  else parents[first] = second;
}
