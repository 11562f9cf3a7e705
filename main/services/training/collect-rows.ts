import type { FeatureSettings } from '#core/model/features.ts';
import type { RunOptions, TrainingRows } from '../ports.ts';
import { choosePixels } from './choose-pixels.ts';
import type { FeatureRows } from './feature-rows.ts';
import type { LabelSource } from './label-source.ts';

export interface RowCollection {
  readonly sources: readonly LabelSource[];
  /** Class number + 1 of a value in label tiles, 0 for values of no class. */
  readonly classOf: Uint8Array;
  /** Labelled pixels per class. */
  readonly offered: readonly number[];
  readonly features: FeatureSettings;
  readonly seed: number;
}

/** The feature rows a classifier is trained from, chosen pixels only (see choosePixels), in shared memory. */
export async function collectRows(
  { sources, classOf, offered, features, seed }: RowCollection,
  featureRows: FeatureRows,
  options: RunOptions,
): Promise<TrainingRows> {
  const chosen = choosePixels(sources, classOf, offered, seed);
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
