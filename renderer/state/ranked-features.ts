import type { ClassifierInfo } from '#core/model/classifier.ts';

export interface RankedFeature {
  readonly name: string;
  /** Of the total decrease of impurity, 0…1. */
  readonly share: number;
}

/**
 * Features of a classifier with their importance, most important first; ties in the order of the set. `setNames`: names of
 * the features of its set, per channel.
 */
export function rankedFeatures(
  model: Pick<ClassifierInfo, 'channelNames' | 'report'>,
  setNames: readonly string[],
): RankedFeature[] {
  const { channelNames } = model;
  return model.report.importance
    .map((share, index) => {
      const feature = setNames[index % setNames.length] ?? `Feature ${index + 1}`;
      const channel = channelNames[Math.floor(index / setNames.length)] ?? '';
      return { name: channelNames.length > 1 ? `${feature} · ${channel}` : feature, share };
    })
    .sort((a, b) => b.share - a.share);
}
