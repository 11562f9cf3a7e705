import { rankTrials, suggestedTrial, TRIED_CRF, type TrialSetting } from '#core/model/trial.ts';
import type { TrainingOptions } from './train-classifier.ts';
import { runTrial, type Trial, type TrialGround, type TrialMeans } from './trial.ts';

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

/** The settings ranked, and the best one with the strength of the dense CRF that suits it (see suggestedTrial). */
export async function suggestSetting(
  settings: readonly TrialSetting[],
  ground: TrialGround,
  means: TrialMeans,
  options: TrainingOptions = {},
): Promise<{ readonly ranked: readonly Trial[]; readonly suggested: Trial }> {
  const ranked = rankTrials(await runTrials(settings, ground, means, options));
  const best = ranked[0]!;
  const refined = TRIED_CRF.filter((strength) => strength > best.setting.crf).map((crf) => ({ ...best.setting, crf }));
  const suggested = suggestedTrial(best, await runTrials(refined, ground, means, options));
  return { ranked, suggested };
}
