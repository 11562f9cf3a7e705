/**
 * Labelled pixels used at most. Beyond this, more labels change a segmentation little, while 100,000 pixels still train in well
 * under a second.
 */
export const PIXEL_CAP = 100_000;

/** The same where an answer is wanted at once, while someone is painting. */
export const LIVE_PIXEL_CAP = 5000;

/** Labelled pixels of one class in one tile. */
export interface RankedPixels {
  /** Places in the tile, by ascending rank (see `rankOf`). */
  readonly order: Uint16Array;
  readonly salt: number;
}

/** Shares of `cap` as equal as the counts allow; equal counts get equal shares but for one pixel. */
export function fairShares(counts: readonly number[], cap: number): number[] {
  const shares = new Array<number>(counts.length).fill(0);
  const bySize = counts.map((_, k) => k).sort((a, b) => counts[a]! - counts[b]! || a - b);
  let left = cap;
  for (const [done, k] of bySize.entries()) {
    shares[k] = Math.min(counts[k]!, Math.floor(left / (bySize.length - done)));
    left -= shares[k]!;
  }
  return shares;
}

/**
 * Random-looking rank 0…2³²-1 of a place of a tile; no two places of a tile have the same. Whoever takes the pixels of lowest rank
 * draws them evenly from everything that was painted, and takes nearly the same ones again when a few more are painted.
 * (Finaliser of MurmurHash3, public domain.)
 */
export function rankOf(at: number, salt: number): number {
  let hash = Math.imul(at, 0x9e3779b1) ^ salt;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The places of a tile, at most 65,536, by ascending rank. */
export function rankPixels(places: Uint16Array, salt: number): RankedPixels {
  // Rank and place in one number that sorts natively.
  const keys = Float64Array.from(places, (at) => rankOf(at, salt) * 65_536 + at).sort();
  return { order: Uint16Array.from(keys, (key) => key % 65_536), salt };
}

/** How many pixels to take from the front of each tile so that the `wanted` lowest ranks of all are taken; equal ranks by tile. */
export function lowestRanks(tiles: readonly RankedPixels[], wanted: number): number[] {
  const offered = tiles.reduce((sum, { order }) => sum + order.length, 0);
  if (wanted >= offered) return tiles.map(({ order }) => order.length);
  const below = (limit: number): number[] => tiles.map((tile) => countBelow(tile, limit));
  // The highest limit below which no more than the wanted pixels lie.
  let [low, high] = [0, 2 ** 32];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (sum(below(middle)) <= wanted) low = middle;
    else high = middle;
  }
  const counts = below(low);
  let left = wanted - sum(counts);
  const next = below(low + 1);
  for (const [i, count] of counts.entries()) {
    const more = Math.min(left, next[i]! - count);
    counts[i] = count + more;
    left -= more;
  }
  return counts;
}

function countBelow({ order, salt }: RankedPixels, limit: number): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rankOf(order[middle]!, salt) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
