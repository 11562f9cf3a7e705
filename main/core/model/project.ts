import type { ClassifierInfo } from './classifier.ts';
import { type CrfSettings, NO_CRF } from './crf.ts';
import type { FeatureSetId } from './features.ts';
import type { ChannelDisplay, ImageInfo, PlaneIndex } from './image.ts';
import type { LabelClass, LabelCounts } from './label.ts';

/** An image as the project knows it. */
export interface ImageRecord {
  readonly id: string;
  readonly name: string;
  /** Absolute path now; the project file also keeps it relative to itself, so that both may move together. */
  readonly path: string;
  /** Hash of the content (see engines/content-hash), by which a moved file is recognised. */
  readonly contentHash: string;
  readonly fileBytes: number;
  readonly info: ImageInfo;
  readonly display: readonly ChannelDisplay[];
  /** True when the image takes part in training. */
  readonly training: boolean;
  /** True when the file is not where the project looks for it. */
  readonly missing: boolean;
  readonly labels: LabelCounts;
}

/** How training is set up in a project. */
export interface TrainingSettings {
  readonly set: FeatureSetId;
  /** null = every channel. */
  readonly channels: readonly number[] | null;
  readonly trees: number;
  readonly seed: number;
  /** What the scales of features are tied to: the pixels of each image, or lengths (see FeatureSettings). */
  readonly scale: 'px' | 'um';
  /** Percent, 0…100. */
  readonly minConfidence: number;
  readonly live: boolean;
  /** How every answer shown, measured or exported is refined. */
  readonly crf: CrfSettings;
}

export const DEFAULT_TRAINING: TrainingSettings = {
  set: 'basic25',
  channels: null,
  trees: 25,
  seed: 0,
  scale: 'px',
  minConfidence: 0,
  live: false,
  crf: NO_CRF,
};

export interface HistoryState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** What the next undo or redo would take back, e.g. "Paint Nucleus". */
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
}

/** A place whose labels changed. Tiles are LABEL_TILE-sized, [column, row]. */
export interface LabelChange {
  readonly imageId: string;
  readonly plane: PlaneIndex;
  readonly tiles: readonly (readonly [number, number])[];
}

/** What one step of painting, undoing or redoing changed. */
export interface DocumentChange {
  /** Grows with every change of the document. */
  readonly revision: number;
  readonly labels: readonly LabelChange[];
  readonly history: HistoryState;
}

/** A whole project as the window needs it at opening; tiles are asked for one by one. */
export interface ProjectInfo {
  readonly path: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly revision: number;
  readonly images: readonly ImageRecord[];
  readonly classes: readonly LabelClass[];
  readonly training: TrainingSettings;
  readonly models: readonly ClassifierInfo[];
  readonly history: HistoryState;
}
