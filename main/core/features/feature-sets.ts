import { parseFeatureSet } from '../model/feature-set-id.ts';
import type { FeatureSetId } from '../model/features.ts';
import { BASIC_25 } from './basic-25.ts';
import { BASIC_33 } from './basic-33.ts';
import { type FeatureDefinition, featureName } from './feature-definition.ts';
import { multiscaleFeatures } from './multiscale-features.ts';
import { scatteringFeatures } from './scattering-features.ts';

/** Features of a set, per channel, in the order of the columns. Throws GroveError 'invalid-input' for what is no set. */
export function setFeatures(id: FeatureSetId): readonly FeatureDefinition[] {
  const set = parseFeatureSet(id);
  switch (set.set) {
    case 'basic25':
      return BASIC_25;
    case 'basic33':
      return BASIC_33;
    case 'multiscale':
      return multiscaleFeatures(set.grid);
    case 'scattering':
      return scatteringFeatures(set.scales, set.order);
  }
}

/** Names of all columns for these channels: channel-major; with several channels each name begins with its channel's. */
export function featureNames(set: FeatureSetId, channelNames: readonly string[]): string[] {
  const names = setFeatures(set).map(featureName);
  return channelNames.length === 1 ? names : channelNames.flatMap((channel) => names.map((name) => `${channel}: ${name}`));
}
