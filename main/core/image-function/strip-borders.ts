import type { PixelArray } from '../model/image.ts';
import type { Strip, StripRegions } from './label-strip.ts';

/** Where a strip lies in its plane. */
export interface StripPlace {
  /** There is no strip above, or below. */
  readonly first: boolean;
  readonly last: boolean;
}

/** Regions of a strip that may go on in its neighbours, and the rows by which they do. */
export interface StripBorders {
  readonly areas: Float64Array;
  readonly values: Float64Array;
  readonly around: Float64Array;
  /** 1 where a region touches the edge of the plane. */
  readonly edges: Uint8Array;
  /** Number of the open region of each pixel of the first and the last row, -1 where there is none. */
  readonly topRegions: Int32Array;
  readonly bottomRegions: Int32Array;
  readonly topValues: PixelArray;
  readonly bottomValues: PixelArray;
}

/** Number of each region among the open ones of its strip, in the order of their first pixel; -1 for those that end inside. */
export function openRegions({ width, height }: Strip, regions: StripRegions, { first, last }: StripPlace): Int32Array {
  const { starts, regionOf, count } = regions;
  const open = new Int32Array(count).fill(-1);
  const below = width * (height - 1);
  for (let run = 0; run < starts.length; run++) {
    if ((!first && starts[run]! < width) || (!last && starts[run]! >= below)) open[regionOf[run]!] = 0;
  }
  let next = 0;
  for (let region = 0; region < count; region++) if (open[region] === 0) open[region] = next++;
  return open;
}

/** 1 for each region with a pixel at the edge of the plane. */
export function edgeRegions({ width, height }: Strip, regions: StripRegions, { first, last }: StripPlace): Uint8Array {
  const { starts, ends, regionOf, count } = regions;
  const edges = new Uint8Array(count);
  const below = width * (height - 1);
  for (let run = 0; run < starts.length; run++) {
    const [start, end] = [starts[run]!, ends[run]!];
    const outer = start % width === 0 || end % width === 0 || (first && start < width) || (last && start >= below);
    if (outer) edges[regionOf[run]!] = 1;
  }
  return edges;
}

/** What the strips above and below need to know of a strip. Memory: a few numbers for each pixel of two rows. */
export function stripBorders(strip: Strip, regions: StripRegions, place: StripPlace): StripBorders {
  const { width, height, values } = strip;
  const open = openRegions(strip, regions, place);
  const edges = edgeRegions(strip, regions, place);
  const chosen: number[] = [];
  for (let region = 0; region < open.length; region++) if (open[region]! >= 0) chosen.push(region);
  const rowOf = (top: number): Int32Array => {
    const row = new Int32Array(width).fill(-1);
    for (let run = 0; run < regions.starts.length; run++) {
      const start = regions.starts[run]!;
      if (start >= top && start < top + width) row.fill(open[regions.regionOf[run]!]!, start - top, regions.ends[run]! - top);
    }
    return row;
  };
  const below = width * (height - 1);
  return {
    areas: Float64Array.from(chosen, (region) => regions.areas[region]!),
    values: Float64Array.from(chosen, (region) => regions.values[region]!),
    around: Float64Array.from(chosen, (region) => regions.around[region]!),
    edges: Uint8Array.from(chosen, (region) => edges[region]!),
    topRegions: rowOf(0),
    bottomRegions: rowOf(below),
    topValues: values.slice(0, width),
    bottomValues: values.slice(below, below + width),
  };
}
