import { scoresOf } from '#core/evaluation/class-scores.ts';
import { featureNames } from '#core/features/feature-sets.ts';
import type { FeatureWorth } from '#core/model/quality.ts';
import type { RunOptions, TrainingRows } from '../ports.ts';
import { choosePixels } from './choose-pixels.ts';
import { collectRows } from './collect-rows.ts';
import type { ValidationMeans } from './cross-validate.ts';
import { growForest } from './grow-forest.ts';
import { prepareTraining, type TrainingChoice } from './prepare-training.ts';
import type { TrainingOptions } from './train-classifier.ts';

/** A forest on one feature needs no more. */
const PIXELS = 5000;
const TREES = 10;

/**
 * The features of a set by what each alone is worth for the labels, the best first: the out-of-bag accuracy, balanced over the classes,
 * of a small forest that sees nothing else. Throws what training throws.
 */
export async function rankFeatures(
  request: TrainingChoice,
  { pool, featureRows, labelFacts }: ValidationMeans,
  { signal, progress }: TrainingOptions = {},
): Promise<FeatureWorth[]> {
  const { sources, classes, seed } = request;
  const report = (stage: string) => (done: number, total: number) => progress?.({ stage, done, total, secondsLeft: null });
  const { tiles, offered, features } = prepareTraining(request, labelFacts);
  const options: RunOptions = { priority: 1, ...(signal && { signal }) };
  const onProgress = report('Computing features');
  const rows = await collectRows(choosePixels(tiles, offered, PIXELS), features, featureRows, { ...options, onProgress });
  const { channels } = sources[0]!.image.info;
  const names = featureNames(
    features.set,
    features.channels.map((channel) => channels[channel]!.name),
  );
  const used = classes.map((_, k) => rows.classes.reduce((sum, value) => sum + (value === k ? 1 : 0), 0));
  const ranked: FeatureWorth[] = [];
  for (const [k, name] of names.entries()) {
    report('Trying single features')(k, names.length);
    const growing = { rows: column(rows, k, names.length), classes: classes.length, offered: used, trees: TREES, seed };
    const { report: forest } = await growForest(growing, pool, options);
    const recalls = scoresOf(forest.confusion).classes.map(({ recall }) => recall);
    const known = recalls.filter((recall) => !Number.isNaN(recall));
    ranked.push({ name, accuracy: known.reduce((sum, recall) => sum + recall, 0) / known.length });
  }
  return ranked.sort((a, b) => b.accuracy - a.accuracy);
}

/** One feature of the rows, in shared memory. */
function column({ values, classes }: TrainingRows, k: number, features: number): TrainingRows {
  const one = new Float32Array(new SharedArrayBuffer(4 * classes.length));
  for (let i = 0; i < one.length; i++) one[i] = values[i * features + k]!;
  return { values: one, classes };
}
