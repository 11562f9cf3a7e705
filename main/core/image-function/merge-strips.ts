import type { PixelArray } from '../model/image.ts';
import { alsoAround, join, rootOf, SEVERAL } from './label-strip.ts';
import type { RegionRule } from './region-rule.ts';
import type { StripBorders } from './strip-borders.ts';

/** What becomes of the open regions of all strips of a plane. */
export interface RegionTable {
  /** Place of the first open region of each strip, and behind the last. */
  readonly starts: Float64Array;
  /** New value of each, or KEEP; in shared memory. */
  readonly verdicts: Float64Array;
}

export interface StripMerger {
  /** The next strip, from above. */
  add(borders: StripBorders): void;
  finish(): RegionTable;
}

/**
 * Joins the regions of strips that lie one below the other, given in order, and decides on each whole region. Memory: the open
 * regions of all strips, at most one for two pixels of each border row, and the last row; the strips themselves are never together.
 */
export function createStripMerger({ connectivity, verdict }: RegionRule): StripMerger {
  let parents = new Int32Array(1024);
  let areas = new Float64Array(1024);
  let around = new Float64Array(1024);
  let edges = new Uint8Array(1024);
  let count = 0;
  const starts: number[] = [0];
  let before: { regions: Int32Array; values: PixelArray; from: number } | null = null;
  const reach = connectivity === 8 ? 1 : 0;

  function grow(to: number): void {
    if (to <= parents.length) return;
    const length = Math.max(to, 2 * parents.length);
    const grown = <A extends Int32Array | Float64Array | Uint8Array>(into: A, old: A): A => {
      into.set(old);
      return into;
    };
    parents = grown(new Int32Array(length), parents);
    areas = grown(new Float64Array(length), areas);
    around = grown(new Float64Array(length), around);
    edges = grown(new Uint8Array(length), edges);
  }

  /** Regions of two rows that touch become one; what else touches a region stands around it. */
  function touch(upper: NonNullable<typeof before>, lower: NonNullable<typeof before>): void {
    const width = lower.regions.length;
    for (let x = 0; x < width; x++) {
      const [top, bottom] = [upper.regions[x]!, lower.regions[x]!];
      if (top < 0 && bottom >= 0) note(lower.from + bottom, upper.values[x]!);
      if (bottom < 0 && top >= 0) note(upper.from + top, lower.values[x]!);
      if (bottom < 0) continue;
      for (let other = Math.max(0, x - reach); other <= Math.min(width - 1, x + reach); other++) {
        const touched = upper.regions[other]!;
        if (touched >= 0 && upper.values[other] === lower.values[x]) join(parents, upper.from + touched, lower.from + bottom);
      }
    }
  }

  /** A pixel without a region above or below one of zeros has a value. */
  function note(region: number, value: number): void {
    around[region] = combined(around[region]!, value);
  }

  return {
    add(borders) {
      const from = count;
      count += borders.areas.length;
      grow(count);
      for (let i = from; i < count; i++) parents[i] = i;
      areas.set(borders.areas, from);
      around.set(borders.around, from);
      edges.set(borders.edges, from);
      starts.push(count);
      if (before !== null) touch(before, { regions: borders.topRegions, values: borders.topValues, from });
      before = { regions: borders.bottomRegions, values: borders.bottomValues, from };
    },
    finish() {
      // Roots come first, so that adding from behind reaches each root with all that is below it.
      for (let i = count - 1; i >= 0; i--) {
        const root = rootOf(parents, i);
        if (root === i) continue;
        areas[root]! += areas[i]!;
        around[root] = combined(around[root]!, around[i]!);
        edges[root]! |= edges[i]!;
      }
      const verdicts = new Float64Array(new SharedArrayBuffer(8 * count));
      for (let i = 0; i < count; i++) {
        const root = rootOf(parents, i);
        verdicts[i] = root === i ? verdict({ area: areas[i]!, edge: edges[i] === 1, around: around[i]! }) : verdicts[root]!;
      }
      return { starts: Float64Array.from(starts), verdicts };
    },
  };
}

function combined(a: number, b: number): number {
  return a === SEVERAL || b === SEVERAL ? SEVERAL : alsoAround(a, b);
}
