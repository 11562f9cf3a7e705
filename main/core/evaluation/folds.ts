import { rankOf } from '../forest/pixel-cap.ts';

/** Labelled pixels of one plane. */
export interface PlanePixels {
  /** Number of the image: pixels of one image are alike. */
  readonly image: number;
  /** Number of the plane, the same for all pixels of a plane. */
  readonly plane: number;
  readonly width: number;
  /** Places y * width + x. */
  readonly at: ArrayLike<number>;
}

export interface Fold {
  /** Numbers of pixels, all planes one after another, ascending. */
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

export interface Folds {
  /** Edge of the blocks; null where whole images are kept apart. */
  readonly blockPx: number | null;
  readonly folds: readonly Fold[];
}

/** Blocks are this many times as wide as features see, so that not too much between them is lost. */
const BLOCK_REACHES = 4;
const LEAST_BLOCK = 64;

export interface FoldChoice {
  /** What is kept apart: whole images, or square blocks. */
  readonly by: 'image' | 'block';
  /** How far features see, in pixels. */
  readonly reach: number;
  /** Folds at most. */
  readonly count: number;
  readonly seed: number;
}

/**
 * Divides labelled pixels for cross-validation so that neighbours are never on both sides. With blocks, pixels closer than `reach` to a
 * block that is tested are left out of what is trained on, because their features see into it. Groups are dealt out in an order that
 * depends on `seed` alone. Folds without pixels to train on or to test are left out.
 */
export function groupedFolds(planes: readonly PlanePixels[], { by, reach, count, seed }: FoldChoice): Folds {
  const edge = Math.max(LEAST_BLOCK, BLOCK_REACHES * reach);
  const groups: string[] = [];
  for (const { image, plane, width, at } of planes) {
    for (let i = 0; i < at.length; i++) {
      const y = Math.floor(at[i]! / width);
      const x = at[i]! - y * width;
      groups.push(by === 'image' ? String(image) : `${plane} ${Math.floor(x / edge)} ${Math.floor(y / edge)}`);
    }
  }
  const foldOf = dealOut(new Set(groups), count, seed);
  const folds = Array.from({ length: Math.min(count, foldOf.size) }, (_, fold): Fold => {
    const test: number[] = [];
    const train: number[] = [];
    let i = 0;
    for (const { plane, width, at } of planes) {
      for (let n = 0; n < at.length; n++, i++) {
        if (foldOf.get(groups[i]!) === fold) test.push(i);
        else if (by === 'image' || !touches(foldOf, fold, plane, at[n]!, width, edge, reach)) train.push(i);
      }
    }
    return { train: Uint32Array.from(train), test: Uint32Array.from(test) };
  });
  const usable = folds.filter(({ train, test }) => train.length > 0 && test.length > 0);
  return { blockPx: by === 'block' ? edge : null, folds: usable };
}

function dealOut(groups: ReadonlySet<string>, count: number, seed: number): Map<string, number> {
  const ordered = [...groups].sort();
  const shuffled = ordered.map((group, i) => ({ group, rank: rankOf(i, seed) })).sort((a, b) => a.rank - b.rank);
  return new Map(shuffled.map(({ group }, i) => [group, i % Math.min(count, shuffled.length)]));
}

/** Whether a pixel lies closer than `reach` to a block of the fold; blocks are wider than that, so only neighbours matter. */
function touches(
  foldOf: ReadonlyMap<string, number>,
  fold: number,
  plane: number,
  place: number,
  width: number,
  edge: number,
  reach: number,
): boolean {
  const y = Math.floor(place / width);
  const x = place - y * width;
  for (let row = Math.floor((y - reach) / edge); row <= Math.floor((y + reach) / edge); row++) {
    for (let column = Math.floor((x - reach) / edge); column <= Math.floor((x + reach) / edge); column++) {
      if (foldOf.get(`${plane} ${column} ${row}`) === fold) return true;
    }
  }
  return false;
}
