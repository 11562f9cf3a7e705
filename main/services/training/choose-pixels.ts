import { fairShares, lowestRanks } from '#core/forest/pixel-cap.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { ChosenPixels } from './feature-rows.ts';
import type { LabelSource } from './label-source.ts';
import type { LabelFacts, TileFacts } from './tile-facts.ts';

/** A label tile that has labels, and what is known of it. */
export interface LabelledTile extends TileFacts {
  readonly source: LabelSource;
  readonly column: number;
  readonly row: number;
}

/** Features are computed for this many times the chosen pixels, so that a slightly different choice finds them computed. */
const MARGIN = 1.25;

/** The tiles that have labels of the classes. */
export function labelledTiles(
  sources: readonly LabelSource[],
  classOf: Uint8Array,
  seed: number,
  labelFacts: LabelFacts,
): LabelledTile[] {
  const factsOf = labelFacts.under(classOf, seed);
  const found: LabelledTile[] = [];
  for (const source of sources) {
    for (const { column, row } of source.tiles) {
      const facts = factsOf(source, { column, row });
      if (facts !== null) found.push({ ...facts, source, column, row });
    }
  }
  return found;
}

/** Labelled pixels per class. */
export function countLabels(tiles: readonly LabelledTile[], classes: number): number[] {
  return Array.from({ length: classes }, (_, k) => tiles.reduce((sum, tile) => sum + (tile.classes[k]?.order.length ?? 0), 0));
}

/**
 * The pixels that training uses, at most `cap`, out of `offered` per class. Every class gets an equal share, and what a small class
 * leaves over goes to the others; within a class the pixels of lowest rank are taken (see rankOf). Same labels, places and seed, same
 * choice.
 */
export function choosePixels(tiles: readonly LabelledTile[], offered: readonly number[], cap: number): ChosenPixels[] {
  const counts = fairShares(offered, cap).map((share, k) =>
    lowestRanks(
      tiles.map((tile) => tile.classes[k] ?? NONE),
      share,
    ),
  );
  return tiles.flatMap((tile, i) => {
    const own = counts.map((ofTiles) => ofTiles[i]!);
    if (own.every((count) => count === 0)) return [];
    const { source, column, row } = tile;
    const [at, classes] = pixelsOf(tile, own);
    const wider = (): Float64Array =>
      pixelsOf(
        tile,
        own.map((count) => Math.ceil(MARGIN * count)),
      )[0];
    return [{ source, column, row, at, classes, wider }];
  });
}

const NONE = { order: new Uint16Array(0), salt: 0 };

/** Places in the image, ascending, and their classes: the first `counts[k]` of each class, or as many as there are. */
function pixelsOf(
  { source, column, row, classes }: LabelledTile,
  counts: readonly number[],
): [at: Float64Array, classes: Uint8Array] {
  const { width } = sceneOf(source.image.info, source.plane.scene);
  const corner = row * LABEL_TILE * width + column * LABEL_TILE;
  const numbers = new Uint8Array(LABEL_TILE * LABEL_TILE);
  let count = 0;
  for (const [k, { order }] of classes.entries()) {
    const taken = order.subarray(0, counts[k]!);
    for (const place of taken) numbers[place] = k + 1;
    count += taken.length;
  }
  const at = new Float64Array(count);
  const chosen = new Uint8Array(count);
  let n = 0;
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] === 0) continue;
    at[n] = corner + Math.floor(i / LABEL_TILE) * width + (i % LABEL_TILE);
    chosen[n++] = numbers[i]! - 1;
  }
  return [at, chosen];
}
