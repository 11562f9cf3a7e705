import type { FeatureSettings } from '#core/model/features.ts';
import type { RunOptions, TrainingRows } from '../ports.ts';
import type { ChosenPixels, FeatureRows } from './feature-rows.ts';

/** The feature rows a classifier is trained from (see choosePixels), in shared memory. */
export async function collectRows(
  chosen: readonly ChosenPixels[],
  features: FeatureSettings,
  featureRows: FeatureRows,
  options: RunOptions,
): Promise<TrainingRows> {
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
