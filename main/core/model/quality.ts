import type { PlaneIndex } from './image.ts';

/** How well one class is found. NaN where there is nothing to divide by. */
export interface ClassScores {
  /** Share of what was given the class that has it. */
  readonly precision: number;
  /** Share of what has the class that was given it. */
  readonly recall: number;
  /** Intersection over union of what has the class and what was given it. */
  readonly iou: number;
}

export interface Scores {
  readonly classes: readonly ClassScores[];
  /** Mean over the classes that occur. */
  readonly meanIou: number;
  /** Share of all that was judged rightly. */
  readonly accuracy: number;
}

/** What a classifier is worth where it was not trained: labels judged by forests that were trained on other parts of the labels. */
export interface Validation extends Scores {
  /** What was kept apart: whole images, or blocks of `blockPx` pixels. */
  readonly by: 'image' | 'block';
  readonly blockPx: number | null;
  readonly folds: number;
  /** Pixels judged by forests that saw nothing near them. */
  readonly pixels: number;
  /** [true class][given class], in pixels. */
  readonly confusion: readonly (readonly number[])[];
}

/** Labelled pixels of one plane that were given another class than their own. */
export interface Misjudged {
  /** Of the image. */
  readonly contentHash: string;
  readonly plane: PlaneIndex;
  /** Places as x, y, x, y … */
  readonly at: readonly number[];
  /** Numbers of their own classes, from 0. */
  readonly own: readonly number[];
  /** Numbers of the classes they were given. */
  readonly given: readonly number[];
}

/** The quality report of a version. */
export interface QualityReport {
  readonly modelId: string;
  readonly created: string;
  /** Blocks kept apart; null where the labels lie too close together for that. */
  readonly blocks: Validation | null;
  /** Whole images kept apart; null where it was trained on one image. */
  readonly images: Validation | null;
  /** Of `blocks`, or of `images` where that is null. */
  readonly misjudged: readonly Misjudged[];
}

/** What a setting came to in a trial. */
export interface TrialResult {
  readonly blocks: Validation | null;
  readonly images: Validation | null;
  readonly trainSeconds: number;
  /** To segment a megapixel, refinement included. */
  readonly segmentSeconds: number;
  /** Most memory that the trial took beyond what was in use before, in MB. */
  readonly megabytes: number;
}

/** A single feature and how well it alone tells the classes apart. */
export interface FeatureWorth {
  readonly name: string;
  /** Out-of-bag accuracy, balanced over the classes, of a forest that sees nothing else. */
  readonly accuracy: number;
}
