import { expect, test } from 'vitest';
import { planFeatures } from '#core/features/feature-plan.ts';
import { featureNames, SET_FEATURES } from '#core/features/feature-sets.ts';
import { FEATURE_SETS, type FeatureSetId } from '#core/model/features.ts';

test.each(Object.keys(FEATURE_SETS) as FeatureSetId[])(
  '%s has as many features as its name says, all different in name',
  (set) => {
    const names = featureNames(set, ['only']);
    expect(names).toHaveLength(FEATURE_SETS[set].planes);
    expect(new Set(names).size).toBe(names.length);
  },
);

test('several channels: channel-major, each name begins with its channel', () => {
  const names = featureNames('basic25', ['DAPI', 'GFP']);
  expect(names).toHaveLength(50);
  expect(names[0]).toBe('DAPI: Gaussian σ 0.7');
  expect(names[25]).toBe('GFP: Gaussian σ 0.7');
});

test('angles 180° apart share a plane: Basic 25 computes 19', () => {
  const plan = planFeatures(SET_FEATURES.basic25);
  const names = featureNames('basic25', ['only']);
  const planeOf = (name: string): number => plan.planeOf[names.indexOf(name)]!;
  expect(plan.planes).toHaveLength(19);
  expect(plan.halo).toBe(33);
  expect(planeOf('Gabor σ 1, θ 240°, f 0.1')).toBe(planeOf('Gabor σ 1, θ 60°, f 0.1'));
  expect(planeOf('Gabor σ 1, θ 240°, f 0.2')).not.toBe(planeOf('Gabor σ 1, θ 60°, f 0.1'));
});

test('the mean of one pixel is the image: Basic 33 computes 32', () => {
  const plan = planFeatures(SET_FEATURES.basic33);
  expect(plan.planes).toHaveLength(32);
  expect(plan.halo).toBe(38);
});
