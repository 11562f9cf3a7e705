import { rankByScore } from '#core/evaluation/rank-by-score.ts';
import { featureSetPlanes } from '#core/model/feature-set-id.ts';
import type { TrialSetting } from '#core/model/trial.ts';
import type { TrainingOptions } from './train-classifier.ts';
import { runTrial, type Trial, type TrialGround, type TrialMeans, trialScore } from './trial.ts';

/** Trials, the best first (see rankByScore; the cheapest has the fewest features, then trees, then the weakest CRF). */
export function rankTrials(trials: readonly Trial[]): Trial[] {
  const cost = ({ setting: { set, trees, crf }, classifier }: Trial): number =>
    featureSetPlanes(set) * classifier.info.features.channels.length + trees / 1e4 + crf / 1e7;
  return rankByScore(trials.map((trial) => ({ trial, score: trialScore(trial), cost: cost(trial) }))).map(({ trial }) => trial);
}

/** Runs trials one after another; `done` sees each as soon as it has ended, so that cancelling loses only the one under way. */
export async function runTrials(
  settings: readonly TrialSetting[],
  ground: TrialGround,
  means: TrialMeans,
  { progress, ...options }: TrainingOptions = {},
  done: (trial: Trial) => void = () => undefined,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const [i, setting] of settings.entries()) {
    const trial = await runTrial(setting, ground, means, {
      ...options,
      progress: ({ stage, done: part, total }) =>
        progress?.({
          stage: `${i + 1} of ${settings.length}: ${stage}`,
          done: i + (total > 0 ? part / total : 0),
          total: settings.length,
          secondsLeft: null,
        }),
    });
    trials.push(trial);
    done(trial);
  }
  return trials;
}

/** Strengths of the dense CRF that are tried behind the best features. */
const STRENGTHS = [50, 100];

/** A CRF must be worth this much more than none, or than a weaker one, to be suggested. */
const WORTH = 0.002;

/**
 * The settings ranked, and the best one with the strength of the dense CRF that suits it: the weakest of 0, 50 and 100 that no stronger
 * one beats by more than WORTH.
 */
export async function suggestSetting(
  settings: readonly TrialSetting[],
  ground: TrialGround,
  means: TrialMeans,
  options: TrainingOptions = {},
): Promise<{ readonly ranked: readonly Trial[]; readonly suggested: Trial }> {
  const ranked = rankTrials(await runTrials(settings, ground, means, options));
  const best = ranked[0]!;
  const refined = STRENGTHS.filter((strength) => strength > best.setting.crf).map((crf) => ({ ...best.setting, crf }));
  let suggested = best;
  for (const trial of await runTrials(refined, ground, means, options)) {
    if (trialScore(trial) > trialScore(suggested) + WORTH) suggested = trial;
  }
  return { ranked, suggested };
}
