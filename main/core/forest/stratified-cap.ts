import { randomStream } from './random.ts';

/**
 * Labelled pixels used at most. Beyond this, more labels change a segmentation little, while 100,000 pixels still train in well
 * under a second.
 */
export const PIXEL_CAP = 100_000;

/** Keeps the random streams of this choice apart from those of the trees, which count from 0. */
const STREAM = 0x80000000;

/** Which of the labelled pixels are used for training. */
export interface StratifiedCap {
  /** The most pixels that are used. */
  readonly cap: number;
  /** Pixels used of each class. */
  readonly used: readonly number[];
  /** Asked once for every labelled pixel, in a fixed order, with its class: whether it is used. */
  takes(classNumber: number): boolean;
}

/**
 * Chooses at most `cap` of the labelled pixels, `offered` of each class. Every class gets an equal share, and what a small class
 * leaves over goes to the others. The pixels of a class, in the order they are asked for, are cut into as many equal
 * stretches as are wanted of it, and one is drawn from each: asked for place by place, all painted places are
 * represented in proportion. The same offer, order and seed always give the same choice. No memory, a few operations a pixel.
 */
export function createStratifiedCap(offered: readonly number[], seed: number, cap: number = PIXEL_CAP): StratifiedCap {
  const used = fairShares(offered, cap);
  const takers = offered.map((count, k) => stretchTaker(count, used[k], seed, STREAM + k));
  return { cap, used, takes: (classNumber) => takers[classNumber]() };
}

/** Shares of `cap` as equal as the counts allow; equal counts get equal shares but for one pixel. */
export function fairShares(counts: readonly number[], cap: number): number[] {
  const shares = new Array<number>(counts.length).fill(0);
  const bySize = counts.map((_, k) => k).sort((a, b) => counts[a] - counts[b] || a - b);
  let left = cap;
  for (const [done, k] of bySize.entries()) {
    shares[k] = Math.min(counts[k], Math.floor(left / (bySize.length - done)));
    left -= shares[k];
  }
  return shares;
}

/** A function that, asked once for each of `count` things in turn, says yes to `wanted` of them: one in every stretch. */
function stretchTaker(count: number, wanted: number, seed: number, stream: number): () => boolean {
  const random = randomStream(seed, stream);
  let place = -1;
  let stretch = -1;
  let target = -1;
  return () => {
    place++;
    if (target < place && stretch + 1 < wanted) {
      stretch++;
      const from = Math.floor((stretch * count) / wanted);
      const to = Math.floor(((stretch + 1) * count) / wanted);
      target = from + random.nextBelow(to - from);
    }
    return place === target;
  };
}
