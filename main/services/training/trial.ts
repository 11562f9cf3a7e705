import { randomUUID } from 'node:crypto';
import type { PixelClassifier } from '#core/model/classifier.ts';
import type { FeatureSettings } from '#core/model/features.ts';
import type { TrialResult } from '#core/model/quality.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { TrialSetting } from '#core/model/trial.ts';
import type { Clock } from '../ports.ts';
import { modelChannels } from '../prediction/model-channels.ts';
import { classifierModel } from '../prediction/segmenting-model.ts';
import { withSharedForest } from '../prediction/usable-models.ts';
import type { TrainingClass } from './check-training.ts';
import { reachOf, type ValidationMeans } from './cross-validate.ts';
import { knownPixelSize } from './feature-scale.ts';
import { judgeBothWays } from './judge-both-ways.ts';
import type { LabelSource } from './label-source.ts';
import { peakMemory } from './peak-memory.ts';
import { type TrainingOptions, trainClassifier } from './train-classifier.ts';

/** What all trials of a comparison share. */
export interface TrialGround {
  readonly sources: readonly LabelSource[];
  readonly classes: readonly TrainingClass[];
  readonly seed: number;
  /** Folds at most. */
  readonly folds: number;
  /** The same for all, so that all are tested on the same pixels (see commonReach). */
  readonly reach: number;
}

export interface Trial extends TrialResult {
  readonly setting: TrialSetting;
  /** Trained on all labels. */
  readonly classifier: PixelClassifier;
}

export interface TrialMeans extends ValidationMeans {
  readonly clock: Clock;
  readonly appVersion: string;
  /** Memory of the process in bytes. */
  residentBytes(): number;
}

/** Edge of the part of the first image that is segmented to take the time. */
const TIMED = 1024;

/** Tries a setting out. Throws what training throws, and 'invalid-input' where nothing can be kept apart at all. */
export async function runTrial(
  setting: TrialSetting,
  { sources, classes, seed, folds, reach }: TrialGround,
  means: TrialMeans,
  { signal, progress }: TrainingOptions = {},
): Promise<Trial> {
  const { clock } = means;
  const memory = peakMemory(() => means.residentBytes());
  try {
    const { crf, ...choice } = setting;
    const request = { sources, classes, seed, folds, reach, crf, ...choice };
    const options: TrainingOptions = { ...(signal && { signal }), ...(progress && { progress }) };
    const { blocks, images } = await judgeBothWays(request, means, options);
    const before = clock.elapsed();
    const trained = await trainClassifier(
      { ...choice, sources, classes, seed, name: 'Trial', description: '', version: 0, newId: () => randomUUID() },
      means,
      options,
    );
    const trainSeconds = (clock.elapsed() - before) / 1000;
    const classifier = withSharedForest(trained);
    const segmentSeconds = await secondsPerMegapixel(classifier, sources[0]!, crf, means, signal);
    return {
      setting,
      blocks,
      images,
      trainSeconds,
      segmentSeconds,
      megabytes: memory.most() / 2 ** 20,
      classifier,
    };
  } finally {
    memory.end();
  }
}

/** How far the features of any of the settings see, in pixels. */
export function commonReach(settings: readonly Pick<TrialSetting, 'set' | 'scale'>[], sources: readonly LabelSource[]): number {
  const tied = (scale: TrialSetting['scale']): Pick<FeatureSettings, 'pixelSizeUm'> =>
    scale === 'um' && sources.length > 0 ? { pixelSizeUm: knownPixelSize(sources[0]!.image) } : {};
  return Math.max(0, ...settings.map(({ set, scale }) => reachOf(set, sources, tied(scale))));
}

async function secondsPerMegapixel(
  classifier: PixelClassifier,
  { image, plane }: LabelSource,
  strength: number,
  { pool, sources, crf, clock }: TrialMeans,
  signal: AbortSignal | undefined,
): Promise<number> {
  const plain = classifierModel(classifier, image, modelChannels(classifier.info, image), { pool, sources });
  const model = crf.refined(plain, image, { strength, confidence: 'after' });
  const { width, height } = sceneOf(image.info, plane.scene);
  const [w, h] = [Math.min(width, TIMED), Math.min(height, TIMED)];
  const rect = { x: Math.floor((width - w) / 2), y: Math.floor((height - h) / 2), width: w, height: h };
  const before = clock.elapsed();
  await model.predict(plane, rect, false, signal ? { signal } : {});
  return ((clock.elapsed() - before) / 1000) * (1e6 / (w * h));
}
