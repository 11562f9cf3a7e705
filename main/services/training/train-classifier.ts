import type { Progress } from '#contract/contract.ts';
import { combineTrees } from '#core/forest/combine-trees.ts';
import { PIXEL_CAP } from '#core/forest/pixel-cap.ts';
import type { GrownTrees, TrainingTable } from '#core/forest/training-table.ts';
import type { ClassifierInfo, PixelClassifier } from '#core/model/classifier.ts';
import { cancelled } from '#core/model/error.ts';
import type { FeatureSetId } from '#core/model/features.ts';
import type { Clock, ComputePool } from '../ports.ts';
import { checkClasses, checkImages, type TrainingClass } from './check-training.ts';
import { choosePixels, countLabels, labelledTiles } from './choose-pixels.ts';
import type { FeatureRows } from './feature-rows.ts';
import { knownPixelSize } from './feature-scale.ts';
import type { LabelSource } from './label-source.ts';
import type { LabelFacts } from './tile-facts.ts';
import { trainingHash } from './training-hash.ts';

export interface TrainingRequest {
  readonly sources: readonly LabelSource[];
  readonly classes: readonly TrainingClass[];
  readonly set: FeatureSetId;
  /** null = every channel. */
  readonly channels: readonly number[] | null;
  readonly trees: number;
  /** What the scales of features are tied to; 'um': to the pixel size of the first image. */
  readonly scale?: 'px' | 'um';
  readonly seed: number;
  /** Pixels used at most; PIXEL_CAP when left out. */
  readonly cap?: number;
  readonly name: string;
  readonly description: string;
  readonly version: number;
  /** Gives the new model its id. */
  readonly newId: (trained: Omit<ClassifierInfo, 'id'>) => string;
}

export interface TrainingMeans {
  readonly pool: ComputePool;
  readonly featureRows: FeatureRows;
  readonly labelFacts: LabelFacts;
  readonly clock: Clock;
  readonly appVersion: string;
}

export interface TrainingOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/**
 * Trains a pixel classifier. However much is labelled, at most `cap` pixels are used (see choosePixels); the report
 * says of each class how many were labelled and how many were used. Throws what checkClasses and checkImages throw.
 */
export async function trainClassifier(
  request: TrainingRequest,
  { pool, featureRows, labelFacts, clock, appVersion }: TrainingMeans,
  { signal, progress }: TrainingOptions = {},
): Promise<PixelClassifier> {
  const { classes, trees, seed } = request;
  const report = (stage: string) => (done: number, total: number) => progress?.({ stage, done, total, secondsLeft: null });
  const classOf = new Uint8Array(256);
  for (const [k, { value }] of classes.entries()) classOf[value] = k + 1;
  report('Reading labels')(0, 1);
  const { sources, cap = PIXEL_CAP } = request;
  const tiles = labelledTiles(sources, classOf, seed, labelFacts);
  const offered = countLabels(tiles, classes.length);
  checkClasses(classes, offered);
  checkImages(sources, request.channels);

  const chosen = choosePixels(tiles, offered, cap);
  const { info } = sources[0]!.image;
  const features = {
    set: request.set,
    channels: request.channels ?? info.channels.map((_, i) => i),
    ...(request.scale === 'um' && { pixelSizeUm: knownPixelSize(sources[0]!.image) }),
  };
  const priority = 1;
  const options = { priority, ...(signal && { signal }) };
  const values = await featureRows.collect(chosen, features, { ...options, onProgress: report('Computing features') });
  const labels = joinLabels(chosen.map((tile) => tile.classes));
  const table = await pool.run('forest.bin', { values, labels, classes: classes.length }, options);
  const grown = await growForest(pool, table, trees, seed, { ...options, onProgress: report('Growing trees') });
  if (signal?.aborted) throw cancelled();
  const { forest, report: forestReport } = combineTrees(table, grown, offered);
  const trained: Omit<ClassifierInfo, 'id'> = {
    name: request.name,
    description: request.description,
    version: request.version,
    created: clock.now().toISOString(),
    appVersion,
    classes: classes.map(({ name, color }) => ({ name, color })),
    channelNames: features.channels.map((channel) => info.channels[channel]!.name),
    pixelType: info.pixelType,
    features,
    trees,
    seed,
    trainingHash: trainingHash(tiles),
    trainingImages: [...new Set(sources.map(({ image }) => image.name))],
    report: forestReport,
  };
  return { forest, info: { id: request.newId(trained), ...trained } };
}

/** Trees grown side by side in small groups; which thread grew a tree does not matter. */
async function growForest(
  pool: ComputePool,
  table: TrainingTable,
  trees: number,
  seed: number,
  options: { priority: number; signal?: AbortSignal; onProgress: (done: number, total: number) => void },
): Promise<GrownTrees[]> {
  const { onProgress, ...run } = options;
  const groups = Math.min(trees, 4 * pool.threads);
  let done = 0;
  return Promise.all(
    Array.from({ length: groups }, async (_, group) => {
      const firstTree = Math.floor((group * trees) / groups);
      const treeCount = Math.floor(((group + 1) * trees) / groups) - firstTree;
      const grown = await pool.run('forest.grow', { table, seed, firstTree, treeCount }, run);
      done += treeCount;
      onProgress(done, trees);
      return grown;
    }),
  );
}

function joinLabels(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = new Uint8Array(new SharedArrayBuffer(length));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
