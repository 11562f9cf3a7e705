import { randomStream } from './random.ts';

/** Labelled pixels of one plane of one image: places as y * width + x, ascending, and their class 0…classes - 1. */
export interface LabelledPlaces {
  readonly width: number;
  readonly at: Float64Array;
  readonly classes: Uint8Array;
}

export interface ChosenPixels {
  /** The most pixels that may be chosen. */
  readonly cap: number;
  /** Per plane, which of its labelled pixels are used: indices into `at`, ascending. */
  readonly chosen: readonly Uint32Array[];
  /** Labelled pixels per class. */
  readonly labelled: readonly number[];
  /** Chosen pixels per class. */
  readonly used: readonly number[];
}

/**
 * Labelled pixels used at most. Twice the labels change real segmentations little beyond this, while 100,000 pixels still train in
 * well under a second.
 */
export const LABEL_CAP = 100_000;

/** Edge of the squares, in pixels, within which labelled pixels count as near each other. */
const CELL = 32;

/** Keeps the random streams of this choice apart from those of the trees, which start at 0. */
const STREAM = 0x80000000;

/**
 * Chooses at most `cap` labelled pixels for training. Every class gets an equal share, and what a small class leaves over goes
 * to the others. Within a class, the pixels are lined up plane by plane, square by square, row by row, the line is cut into as
 * many equal stretches as pixels are wanted, and one is drawn from each: so all painted places are represented in
 * proportion. The same labels and seed always give the same choice. Cost: linear in the number of labelled pixels.
 */
export function chooseTrainingPixels(
  planes: readonly LabelledPlaces[],
  classes: number,
  seed: number,
  cap: number = LABEL_CAP,
): ChosenPixels {
  const labelled = new Array<number>(classes).fill(0);
  for (const plane of planes) for (const k of plane.classes) labelled[k]++;
  const used = fairShares(labelled, cap);
  const takers = labelled.map((count, k) => stretchTaker(count, used[k], seed, STREAM + k));
  const chosen = planes.map((plane) => {
    const marked = new Uint8Array(plane.at.length);
    let total = 0;
    // Where nothing is left out there is nothing to line up.
    const order = used.every((count, k) => count === labelled[k]) ? null : orderBySquares(plane);
    for (let i = 0; i < marked.length; i++) {
      const pixel = order === null ? i : order[i];
      if (takers[plane.classes[pixel]]()) {
        marked[pixel] = 1;
        total++;
      }
    }
    const indices = new Uint32Array(total);
    for (let i = 0, next = 0; i < marked.length; i++) if (marked[i] === 1) indices[next++] = i;
    return indices;
  });
  return { cap, chosen, labelled, used };
}

/** As equal shares of `cap` as the counts allow. Classes of equal count get equal shares but for one pixel, the first more. */
export function fairShares(counts: readonly number[], cap: number): number[] {
  const shares = new Array<number>(counts.length).fill(0);
  const bySize = counts.map((_, k) => k).sort((a, b) => counts[a] - counts[b] || b - a);
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
    while (target < place && stretch + 1 < wanted) {
      stretch++;
      const from = Math.floor((stretch * count) / wanted);
      const to = Math.floor(((stretch + 1) * count) / wanted);
      target = from + random.nextBelow(to - from);
    }
    return place === target;
  };
}

/** Indices of the plane's pixels, square by square and within a square in their order: a counting sort. */
function orderBySquares({ width, at }: LabelledPlaces): Uint32Array {
  const columns = Math.ceil(width / CELL);
  const last = at.length === 0 ? 0 : at[at.length - 1];
  const starts = new Uint32Array((Math.floor(last / width / CELL) + 1) * columns + 1);
  const squareOf = (place: number): number => {
    const y = Math.floor(place / width);
    return Math.floor(y / CELL) * columns + Math.floor((place - y * width) / CELL);
  };
  for (const place of at) starts[squareOf(place) + 1]++;
  for (let square = 1; square < starts.length; square++) starts[square] += starts[square - 1];
  const order = new Uint32Array(at.length);
  for (let i = 0; i < at.length; i++) order[starts[squareOf(at[i])]++] = i;
  return order;
}
