import { canonicalFeatureSet } from './feature-set-id.ts';
import type { FeatureSetId } from './features.ts';

/** A way to train and to segment that is tried out. */
export interface TrialSetting {
  readonly set: FeatureSetId;
  /** null = every channel. */
  readonly channels: readonly number[] | null;
  readonly trees: number;
  /** What the scales of features are tied to. */
  readonly scale: 'px' | 'um';
  /** Strength of the dense CRF, 0 = none … 100. */
  readonly crf: number;
}

/** Feature sets that are tried where none are named: one of each kind, and brightness at many scales alone. */
export const USUAL_SETS: readonly FeatureSetId[] = [
  'basic25',
  'basic33',
  'multiscale',
  'multiscale(gaussian:0.3,0.7,1,1.6,3.5,5;difference:0.7,1,1.6,3.5,5)',
  'scattering',
].map(canonicalFeatureSet);
