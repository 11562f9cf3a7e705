import type { FeatureSettings } from '#core/model/features.ts';
import type { RunOptions, TrainingRows } from '../ports.ts';
import { choosePixels, type LabelledTile } from './choose-pixels.ts';
import type { FeatureRows } from './feature-rows.ts';

export interface RowCollection {
  readonly tiles: readonly LabelledTile[];
  /** Labelled pixels per class. */
  readonly offered: readonly number[];
  readonly features: FeatureSettings;
  /** Pixels used at most. */
  readonly cap: number;
}

/** The feature rows a classifier is trained from, chosen pixels only (see choosePixels), in shared memory. */
export async function collectRows(
  { tiles, offered, features, cap }: RowCollection,
  featureRows: FeatureRows,
  options: RunOptions,
): Promise<TrainingRows> {
  const chosen = choosePixels(tiles, offered, cap);
  const values = await featureRows.collect(chosen, features, options);
  const length = chosen.reduce((sum, tile) => sum + tile.classes.length, 0);
  const classes = new Uint8Array(new SharedArrayBuffer(length));
  let at = 0;
  for (const tile of chosen) {
    classes.set(tile.classes, at);
    at += tile.classes.length;
  }
  return { values, classes };
}
