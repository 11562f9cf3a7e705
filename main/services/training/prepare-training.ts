import type { FeatureSetId, FeatureSettings } from '#core/model/features.ts';
import { checkClasses, checkImages, type TrainingClass } from './check-training.ts';
import { countLabels, type LabelledTile, labelledTiles } from './choose-pixels.ts';
import { classNumberOf } from './class-number-of.ts';
import { knownPixelSize } from './feature-scale.ts';
import type { LabelSource } from './label-source.ts';
import type { LabelFacts } from './tile-facts.ts';

/** What to train on. */
export interface TrainingChoice {
  readonly sources: readonly LabelSource[];
  readonly classes: readonly TrainingClass[];
  readonly set: FeatureSetId;
  /** null = every channel. */
  readonly channels: readonly number[] | null;
  /** What the scales of features are tied to; 'um': to the pixel size of the first image. */
  readonly scale?: 'px' | 'um';
  readonly seed: number;
}

/** What is trained on, before pixels are chosen. */
export interface PreparedTraining {
  readonly tiles: readonly LabelledTile[];
  /** Labelled pixels per class. */
  readonly offered: readonly number[];
  readonly features: FeatureSettings;
}

/** Finds the labels and settles the features. Throws what checkClasses and checkImages throw. */
export function prepareTraining(
  { sources, classes, set, channels, scale, seed }: TrainingChoice,
  labelFacts: LabelFacts,
): PreparedTraining {
  const tiles = labelledTiles(sources, classNumberOf(classes), seed, labelFacts);
  const offered = countLabels(tiles, classes.length);
  checkClasses(classes, offered);
  checkImages(sources, channels);
  const { image } = sources[0]!;
  const features: FeatureSettings = {
    set,
    channels: channels ?? image.info.channels.map((_, i) => i),
    ...(scale === 'um' && { pixelSizeUm: knownPixelSize(image) }),
  };
  return { tiles, offered, features };
}
