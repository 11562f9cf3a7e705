import type { ClassifierInfo, PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import type { Clock, ComputePool, TrainingRows } from '../ports.ts';
import { growForest } from './grow-forest.ts';
import type { TrainingOptions } from './train-classifier.ts';

export interface Retraining {
  readonly classifier: PixelClassifier;
  /** What it was trained from. */
  readonly rows: TrainingRows;
  readonly trees: number;
  readonly seed: number;
  readonly name: string;
  readonly newId: (trained: Omit<ClassifierInfo, 'id'>) => string;
}

/**
 * Trains a classifier again from its own rows, without its images. With the trees and seed it has the forest is the same to the last
 * bit. Throws GroveError 'corrupt' where the rows are not those of a classifier with such features and classes.
 */
export async function retrainClassifier(
  { classifier, rows, trees, seed, name, newId }: Retraining,
  { pool, clock, appVersion }: { readonly pool: ComputePool; readonly clock: Clock; readonly appVersion: string },
  { signal, progress }: TrainingOptions = {},
): Promise<PixelClassifier> {
  const { info, forest: known } = classifier;
  const classes = info.classes.length;
  const finite = rows.values.every((value) => Number.isFinite(value));
  const fits = rows.classes.length > 0 && rows.values.length === rows.classes.length * known.features;
  if (!finite || !fits || rows.classes.some((k) => k >= classes)) {
    throw new GroveError('corrupt', `The training rows of ${info.name} do not fit its features and classes; export it again.`);
  }
  const onProgress = (done: number, total: number): void =>
    progress?.({ stage: 'Growing trees', done, total, secondsLeft: null });
  const growing = { rows, classes, offered: info.report.labelledPixels, trees, seed };
  const { forest, report } = await growForest(growing, pool, { priority: 1, onProgress, ...(signal && { signal }) });
  const { id: _, ...kept } = info;
  const trained = { ...kept, name, trees, seed, created: clock.now().toISOString(), appVersion, report };
  return { forest, info: { id: newId(trained), ...trained } };
}
