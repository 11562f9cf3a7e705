import type { FeatureSetId } from '#core/model/features.ts';
import type { Clock } from '../ports.ts';
import { crossValidate, type Validation, type ValidationRequest } from './cross-validate.ts';
import type { TrainingMeans, TrainingOptions } from './train-classifier.ts';

export interface JudgedSet extends Validation {
  readonly set: FeatureSetId;
  /** Of features, training and judging together. */
  readonly seconds: number;
}

/** Scores that differ by less than this are no reason to prefer one; the faster set is. */
const SAME = 0.002;

/** Feature sets by what they are worth for the present labels (see crossValidate), the best first; of equals the fastest. */
export async function suggestFeatures(
  request: Omit<ValidationRequest, 'set'> & { readonly sets: readonly FeatureSetId[] },
  means: Pick<TrainingMeans, 'pool' | 'featureRows' | 'labelFacts'> & { readonly clock: Clock },
  { progress, ...options }: TrainingOptions = {},
): Promise<JudgedSet[]> {
  const { sets, ...rest } = request;
  const judged: JudgedSet[] = [];
  for (const [i, set] of sets.entries()) {
    const started = means.clock.elapsed();
    const validation = await crossValidate({ ...rest, set }, means, {
      ...options,
      progress: ({ stage, done, total }) =>
        progress?.({
          stage: `${set}: ${stage}`,
          done: i + (total > 0 ? done / total : 0),
          total: sets.length,
          secondsLeft: null,
        }),
    });
    judged.push({ set, ...validation, seconds: (means.clock.elapsed() - started) / 1000 });
  }
  const step = ({ meanIou }: JudgedSet): number => Math.round(meanIou / SAME);
  return judged.sort((a, b) => step(b) - step(a) || a.seconds - b.seconds);
}
