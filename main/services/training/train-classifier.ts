import type { Progress } from '#contract/contract.ts';
import { PIXEL_CAP } from '#core/forest/pixel-cap.ts';
import type { ClassifierInfo, PixelClassifier } from '#core/model/classifier.ts';
import type { Clock, ComputePool } from '../ports.ts';
import { choosePixels } from './choose-pixels.ts';
import { collectRows } from './collect-rows.ts';
import type { FeatureRows } from './feature-rows.ts';
import { growForest } from './grow-forest.ts';
import { prepareTraining, type TrainingChoice } from './prepare-training.ts';
import type { LabelFacts } from './tile-facts.ts';
import { trainingHash } from './training-hash.ts';

export interface TrainingRequest extends TrainingChoice {
  readonly trees: number;
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
  report('Reading labels')(0, 1);
  const { sources, cap = PIXEL_CAP } = request;
  const { tiles, offered, features } = prepareTraining(request, labelFacts);
  const { info } = sources[0]!.image;
  const options = { priority: 1, ...(signal && { signal }) };
  const onProgress = report('Computing features');
  const rows = await collectRows(choosePixels(tiles, offered, cap), features, featureRows, { ...options, onProgress });
  const growing = { rows, classes: classes.length, offered, trees, seed };
  const { forest, report: forestReport } = await growForest(growing, pool, { ...options, onProgress: report('Growing trees') });
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
