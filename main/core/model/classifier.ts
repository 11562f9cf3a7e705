import type { FeatureSettings } from './features.ts';
import type { Forest, ForestReport } from './forest.ts';
import type { PixelType } from './image.ts';

/** One class of a trained classifier; `k` counts from 0 in the order of `classes`, label images hold k + 1. */
export interface ClassifierClass {
  readonly name: string;
  readonly color: number;
}

/** Everything about a trained pixel classifier but its trees. */
export interface ClassifierInfo {
  /** Unique id of this version (UUID); results name it. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** 1, 2, 3 … within one project and name. */
  readonly version: number;
  readonly created: string;
  readonly appVersion: string;
  readonly classes: readonly ClassifierClass[];
  readonly channelNames: readonly string[];
  readonly pixelType: PixelType;
  readonly features: FeatureSettings;
  readonly trees: number;
  readonly seed: number;
  /** SHA-256 over the labelled pixels' places, classes and the images' hashes: same labels, same hash. */
  readonly trainingHash: string;
  readonly trainingImages: readonly string[];
  readonly report: ForestReport;
}

export interface PixelClassifier {
  readonly info: ClassifierInfo;
  readonly forest: Forest;
}
