import type { FeatureSetId } from '../model/features.ts';
import { BASIC_25 } from './basic-25.ts';
import { BASIC_33 } from './basic-33.ts';
import { type FeatureDefinition, featureName } from './feature-definition.ts';

/** Features of every set, per channel, in the order of the columns. */
export const SET_FEATURES: Readonly<Record<FeatureSetId, readonly FeatureDefinition[]>> = {
  basic25: BASIC_25,
  basic33: BASIC_33,
};

/** Names of all columns for these channels: channel-major; with several channels each name begins with its channel's. */
export function featureNames(set: FeatureSetId, channelNames: readonly string[]): string[] {
  const names = SET_FEATURES[set].map(featureName);
  return channelNames.length === 1 ? names : channelNames.flatMap((channel) => names.map((name) => `${channel}: ${name}`));
}
