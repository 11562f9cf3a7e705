import type { ClassifierInfo } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import type { Misjudged, QualityReport } from '#core/model/quality.ts';
import type { Clock } from '../ports.ts';
import type { ValidationMeans } from './cross-validate.ts';
import { judgeBothWays } from './judge-both-ways.ts';
import { prepareTraining, type TrainingChoice } from './prepare-training.ts';
import type { TrainingOptions } from './train-classifier.ts';
import { trainingHash } from './training-hash.ts';

/** Folds at most. */
export const REPORT_FOLDS = 5;

/** Misjudged pixels kept: enough to see where they lie. */
const MOST_MISJUDGED = 5000;

/**
 * Judges a version by the labels it was trained from. Throws GroveError 'mismatch' where those have changed since, and what
 * judgeBothWays throws.
 */
export async function qualityReport(
  { id, name, version, features, trees, trainingHash: hash, classes }: ClassifierInfo,
  choice: Pick<TrainingChoice, 'sources' | 'classes' | 'seed'>,
  means: ValidationMeans & { readonly clock: Clock },
  options: TrainingOptions = {},
): Promise<QualityReport> {
  const scale = features.pixelSizeUm === undefined ? 'px' : 'um';
  const request = { ...choice, set: features.set, channels: features.channels, scale, trees, folds: REPORT_FOLDS } as const;
  const changed = (): GroveError => {
    const message = `The labels have changed since ${name}, version ${version}, was trained, so it cannot be judged by them; train again and judge the new version.`;
    return new GroveError('mismatch', message);
  };
  if (choice.classes.length !== classes.length) throw changed();
  const { tiles } = prepareTraining(request, means.labelFacts);
  if (trainingHash(tiles) !== hash) throw changed();
  const { blocks, images, misjudged } = await judgeBothWays(request, means, options);
  const created = means.clock.now().toISOString();
  return { modelId: id, created, blocks, images, misjudged: thinned(misjudged) };
}

/** An evenly spread choice of at most MOST_MISJUDGED. */
function thinned(misjudged: readonly Misjudged[]): Misjudged[] {
  const all = misjudged.reduce((sum, { own }) => sum + own.length, 0);
  const step = Math.max(1, all / MOST_MISJUDGED);
  let [seen, next] = [0, 0];
  return misjudged.map(({ at, own, given, ...place }) => {
    const kept = { at: [] as number[], own: [] as number[], given: [] as number[] };
    for (let i = 0; i < own.length; i++) {
      if (seen++ < next) continue;
      next += step;
      kept.at.push(at[2 * i]!, at[2 * i + 1]!);
      kept.own.push(own[i]!);
      kept.given.push(given[i]!);
    }
    return { ...place, ...kept };
  });
}
