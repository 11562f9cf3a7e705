import type { ChannelRange, LabelHint, Picture, SegmentationSummary } from '#contract/contract.ts';
import type { ClassifierInfo } from '#core/model/classifier.ts';
import { type CrfSettings, crfKey, NO_CRF } from '#core/model/crf.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { QualityReport } from '#core/model/quality.ts';
import { NO_TRIALS, type Trials } from './trials.ts';

/** What the host computed for this window. Derived: all of it can be asked for again. */
export interface Results {
  /** The newest classifier of Live mode, which is no version of the project. */
  readonly live: ClassifierInfo | null;
  readonly liveState: 'idle' | 'waiting' | 'training';
  /** Why Live mode has nothing to show, e.g. because only one class is labelled. */
  readonly liveMessage: string | null;
  /** By summaryKey. */
  readonly summaries: ReadonlyMap<string, SegmentationSummary>;
  /** The newest segmentation of several planes. */
  readonly stack: StackSummary | null;
  /** By planeKey. */
  readonly ranges: ReadonlyMap<string, readonly ChannelRange[]>;
  /** By image id; null where the host could not make one. */
  readonly thumbnails: ReadonlyMap<string, Picture | null>;
  /** Planes of the open image that hold labels, by scene, then t, then z. */
  readonly labelledPlanes: readonly PlaneIndex[];
  readonly trials: Trials;
  /** Quality reports by model id; null where a version has none. */
  readonly reports: ReadonlyMap<string, QualityReport | null>;
  /** Places to label next, for the model they were asked for. */
  readonly hints: { readonly modelId: string; readonly list: readonly LabelHint[]; readonly shown: number } | null;
}

/** Areas over several planes of an image. */
export interface StackSummary {
  readonly modelId: string;
  readonly imageId: string;
  /** Empty for all planes. */
  readonly subset: string;
  readonly summary: SegmentationSummary;
}

export function initialResults(): Results {
  return {
    live: null,
    liveState: 'idle',
    liveMessage: null,
    summaries: new Map(),
    stack: null,
    ranges: new Map(),
    thumbnails: new Map(),
    labelledPlanes: [],
    trials: NO_TRIALS,
    reports: new Map(),
    hints: null,
  };
}

export const planeKey = (imageId: string, plane: PlaneIndex): string => `${imageId}/${plane.scene}.${plane.z}.${plane.t}`;

export const summaryKey = (modelId: string, imageId: string, plane: PlaneIndex, crf: CrfSettings = NO_CRF): string =>
  `${modelId}/${planeKey(imageId, plane)}/${crfKey(crf)}`;
