import { canonicalFeatureSet, featureSetPlanes } from './feature-set-id.ts';
import type { FeatureSetId } from './features.ts';
import type { TrialResult } from './quality.ts';
import { rankByScore } from './rank-by-score.ts';

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

/** A trial that has ended. */
export interface EndedTrial extends Pick<TrialResult, 'blocks' | 'images'> {
  readonly setting: TrialSetting;
}

/** What a trial is ranked by: the score over whole images where blocks could not be kept apart. */
export function trialScore({ blocks, images }: Pick<TrialResult, 'blocks' | 'images'>): number {
  return (blocks ?? images)!.meanIou;
}

/** Trials, the best first (see rankByScore); the cheapest has the fewest features, then the fewest trees, then the weakest CRF. */
export function rankTrials<Trial extends EndedTrial>(trials: readonly Trial[]): Trial[] {
  const cost = ({ setting: { set, channels, trees, crf } }: Trial): number =>
    featureSetPlanes(set) * (channels?.length ?? ALL_CHANNELS) + trees / 1e4 + crf / 1e7;
  return rankByScore(trials.map((trial) => ({ trial, score: trialScore(trial), cost: cost(trial) }))).map(({ trial }) => trial);
}

/** More channels than images have. */
const ALL_CHANNELS = 1000;

/** Strengths of the dense CRF that are tried behind the best features. */
export const TRIED_CRF: readonly number[] = [50, 100];

/** A CRF must be worth this much more than none, or than a weaker one, to be suggested. */
const WORTH = 0.002;

/** The best setting with the CRF that suits it: the weakest that no stronger one beats by more than WORTH. `refined`: by strength. */
export function suggestedTrial<Trial extends EndedTrial>(best: Trial, refined: readonly Trial[]): Trial {
  return refined.reduce((chosen, trial) => (trialScore(trial) > trialScore(chosen) + WORTH ? trial : chosen), best);
}
