import { expect, test } from 'vitest';
import { planFeatures } from '#core/features/feature-plan.ts';
import { featureNames, setFeatures } from '#core/features/feature-sets.ts';
import { canonicalFeatureSet, featureSetPlanes } from '#core/model/feature-set-id.ts';
import type { FeatureSetId } from '#core/model/features.ts';

const SETS: readonly FeatureSetId[] = [
  'basic25',
  'basic33',
  canonicalFeatureSet('multiscale'),
  canonicalFeatureSet('multiscale(tensor:0.3,10;gaussian:1)'),
  ...[2, 3].flatMap((scales) => [1, 2].map((order) => canonicalFeatureSet(`scattering(scales:${scales};order:${order})`))),
];

test.each<FeatureSetId>(SETS)('%s has as many features as its name says, all different in name', (set) => {
  const names = featureNames(set, ['only']);
  expect(names).toHaveLength(featureSetPlanes(set));
  expect(new Set(names).size).toBe(names.length);
});

test('several channels: channel-major, each name begins with its channel', () => {
  const names = featureNames('basic25', ['DAPI', 'GFP']);
  expect(names).toHaveLength(50);
  expect(names[0]).toBe('DAPI: Gaussian σ 0.7');
  expect(names[25]).toBe('GFP: Gaussian σ 0.7');
});

test('angles 180° apart share a plane: Basic 25 computes 19', () => {
  const plan = planFeatures(setFeatures('basic25'));
  const names = featureNames('basic25', ['only']);
  const planeOf = (name: string): number => plan.planeOf[names.indexOf(name)]!;
  expect(plan.planes).toHaveLength(19);
  expect(plan.halo).toBe(33);
  expect(planeOf('Gabor σ 1, θ 240°, f 0.1')).toBe(planeOf('Gabor σ 1, θ 60°, f 0.1'));
  expect(planeOf('Gabor σ 1, θ 240°, f 0.2')).not.toBe(planeOf('Gabor σ 1, θ 60°, f 0.1'));
});

test('the mean of one pixel is the image: Basic 33 computes 32', () => {
  const plan = planFeatures(setFeatures('basic33'));
  expect(plan.planes).toHaveLength(32);
  expect(plan.halo).toBe(38);
});

test('Multi-scale columns go by family, sigma and eigenvalue; the halo is that of the widest', () => {
  const set = canonicalFeatureSet('multiscale(tensor:10,0.7;gaussian:1)');
  expect(featureNames(set, ['only'])).toEqual([
    'Gaussian σ 1',
    'Structure tensor larger eigenvalue σ 0.7',
    'Structure tensor smaller eigenvalue σ 0.7',
    'Structure tensor larger eigenvalue σ 10',
    'Structure tensor smaller eigenvalue σ 10',
  ]);
  expect(planFeatures(setFeatures(set)).halo).toBe(40 + 20);
  // The kernels look at four samples on either side, whatever the radius.
  expect(planFeatures(setFeatures(canonicalFeatureSet('multiscale(gaussian:0.3)'))).halo).toBe(4);
});

test('scattering paths go from fine to coarse; the halo is that of the longest', () => {
  const set = canonicalFeatureSet('scattering(scales:3)');
  const names = featureNames(set, ['only']);
  expect([names[0], names[1], names[18], names[19], names[126]]).toEqual([
    'Scattering low-pass',
    'Scattering scale 0 θ 0°',
    'Scattering scale 2 θ 150°',
    'Scattering scale 0 θ 0° → scale 1 θ 0°',
    'Scattering scale 1 θ 150° → scale 2 θ 150°',
  ]);
  // Radii 6, 13 and 13 of scales 1 and 2 and of the low-pass.
  expect(planFeatures(setFeatures(set)).halo).toBe(6 + 13 + 13);
});
