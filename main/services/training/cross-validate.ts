import { scoresOf } from '#core/evaluation/class-scores.ts';
import { type Fold, groupedFolds } from '#core/evaluation/folds.ts';
import { planFeatures } from '#core/features/feature-plan.ts';
import { setFeatures } from '#core/features/feature-sets.ts';
import { GroveError } from '#core/model/error.ts';
import type { FeatureSettings } from '#core/model/features.ts';
import type { Forest } from '#core/model/forest.ts';
import type { Misjudged, Validation } from '#core/model/quality.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { RunOptions, TrainingRows } from '../ports.ts';
import { choosePixels } from './choose-pixels.ts';
import { collectRows } from './collect-rows.ts';
import type { ChosenPixels } from './feature-rows.ts';
import { featureScale } from './feature-scale.ts';
import { growForest } from './grow-forest.ts';
import { type JudgeMeans, judgeRefined } from './judge-refined.ts';
import type { LabelSource } from './label-source.ts';
import { misjudgedPixels } from './misjudged-pixels.ts';
import { prepareTraining, type TrainingChoice } from './prepare-training.ts';
import type { TrainingMeans, TrainingOptions } from './train-classifier.ts';

export interface ValidationRequest extends TrainingChoice {
  readonly trees: number;
  /** Folds at most. */
  readonly folds: number;
  /** What is kept apart; whole images where there are several, else blocks, when left out. */
  readonly by?: 'image' | 'block';
  /** How far features see, in pixels, where others that see further are judged beside them. */
  readonly reach?: number;
  /** Strength of the dense CRF after the forest, 0 = none. */
  readonly crf?: number;
}

export interface JudgedPixels {
  readonly validation: Validation;
  /** The pixels that were given another class than their own, plane by plane. */
  readonly misjudged: readonly Misjudged[];
}

export type ValidationMeans = Pick<TrainingMeans, 'pool' | 'featureRows' | 'labelFacts'> & JudgeMeans;

/** Enough to tell feature sets apart, few enough that each takes seconds. */
const PIXELS = 20_000;

/**
 * Cross-validation by image or by blocks (see groupedFolds): each fold is judged by a forest trained on the others. Same labels,
 * settings and seed, same numbers. Throws GroveError 'invalid-input' where the labels lie so close together that nothing can be kept
 * apart, and what training throws.
 */
export async function crossValidate(
  request: ValidationRequest,
  means: ValidationMeans,
  { signal, progress }: TrainingOptions = {},
): Promise<JudgedPixels> {
  const { sources, classes, trees, seed, crf = 0 } = request;
  const { pool, featureRows, labelFacts } = means;
  const report = (stage: string) => (done: number, total: number) => progress?.({ stage, done, total, secondsLeft: null });
  const { tiles, offered, features } = prepareTraining(request, labelFacts);
  const options: RunOptions = { priority: 1, ...(signal && { signal }) };
  const chosen = choosePixels(tiles, offered, PIXELS);
  const onProgress = report('Computing features');
  const { values, classes: truth } = await collectRows(chosen, features, featureRows, { ...options, onProgress });
  const by = request.by ?? (countImages(sources) > 1 ? 'image' : 'block');
  const reach = Math.max(request.reach ?? 0, reachOf(features.set, sources, features));
  const grouped = groupedFolds(planesOf(chosen), { by, reach, count: request.folds, seed });
  const folds = grouped.folds.filter(({ train }) => hasAllClasses(train, truth, classes.length));
  if (folds.length === 0) throw tooClose();
  const confusion = classes.map(() => classes.map(() => 0));
  const given = new Uint8Array(truth.length).fill(NOT_JUDGED);
  const judge = async (forest: Forest, test: Uint32Array): Promise<Uint8Array> =>
    crf === 0
      ? (await pool.run('forest.judge', { forest, values, rows: test }, options)).classes
      : judgeRefined({ forest, features, classes, strength: crf, chosen, rows: test }, means, options);
  let pixels = 0;
  for (const [n, { train, test }] of folds.entries()) {
    report('Training on parts')(n, folds.length);
    const rows = rowsOf(values, truth, train);
    const counts = classes.map((_, k) => rows.classes.reduce((sum, value) => sum + (value === k ? 1 : 0), 0));
    const { forest } = await growForest({ rows, classes: classes.length, offered: counts, trees, seed }, pool, options);
    const found = await judge(forest, test);
    for (const [i, row] of test.entries()) {
      confusion[truth[row]!]![found[i]!]!++;
      given[row] = found[i]!;
    }
    pixels += test.length;
  }
  report('Training on parts')(folds.length, folds.length);
  return {
    validation: { by, blockPx: grouped.blockPx, folds: folds.length, pixels, confusion, ...scoresOf(confusion) },
    misjudged: misjudgedPixels(chosen, truth, given),
  };
}

/** Stands for the class of a pixel that no forest judged. */
export const NOT_JUDGED = 255;

export function countImages(sources: readonly LabelSource[]): number {
  return new Set(sources.map(({ image }) => image.contentHash)).size;
}

function planesOf(chosen: readonly ChosenPixels[]) {
  const images = [...new Set(chosen.map(({ source }) => source.image.contentHash))];
  const planes = [...new Set(chosen.map(({ source }) => source))];
  return chosen.map(({ source, at }) => ({
    image: images.indexOf(source.image.contentHash),
    plane: planes.indexOf(source),
    width: sceneOf(source.image.info, source.plane.scene).width,
    at,
  }));
}

/** How far the features of a set see, in pixels of the images. */
export function reachOf(
  set: FeatureSettings['set'],
  sources: readonly LabelSource[],
  { pixelSizeUm }: Pick<FeatureSettings, 'pixelSizeUm'>,
): number {
  const { halo } = planFeatures(setFeatures(set));
  if (pixelSizeUm === undefined) return halo;
  const scales = sources.map(({ image }) => featureScale({ set, channels: [], pixelSizeUm }, image));
  return Math.ceil(halo / Math.min(...scales.flatMap((scale) => (scale === undefined ? [1] : [scale.x, scale.y]))));
}

function hasAllClasses(rows: Fold['train'], truth: Uint8Array, classes: number): boolean {
  const seen = new Set<number>();
  for (const row of rows) seen.add(truth[row]!);
  return seen.size === classes;
}

function rowsOf(values: Float32Array, truth: Uint8Array, rows: Uint32Array): TrainingRows {
  const features = values.length / truth.length;
  const some = new Float32Array(new SharedArrayBuffer(4 * rows.length * features));
  const classes = new Uint8Array(new SharedArrayBuffer(rows.length));
  for (const [n, row] of rows.entries()) {
    some.set(values.subarray(row * features, (row + 1) * features), n * features);
    classes[n] = truth[row]!;
  }
  return { values: some, classes };
}

function tooClose(): GroveError {
  const message =
    'The labels lie too close together to test a classifier on places it has not seen: label all classes in several parts of the image, or in a second one.';
  return new GroveError('invalid-input', message, { code: 'TOO_CLOSE' });
}
