import { describe, expect, test } from 'vitest';
import { featureNames } from '#core/features/feature-sets.ts';
import { gaussianWeights } from '#core/features/gaussian.ts';
import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { extractImage } from './extract-image.ts';
import { featuresOf } from './feature-planes.ts';
import { randomImage } from './random-image.ts';

const SIZE = 80;
const SECOND = canonicalFeatureSet('scattering(scales:2;order:2)');
const COARSE = canonicalFeatureSet('scattering(scales:3;order:1)');
const ANGLES = [0, 30, 60, 90, 120, 150];

test('a constant passes the low-pass alone', () => {
  const at = featuresOf(SECOND, SIZE, () => 1000);
  expect(at('Scattering low-pass', 40, 40)).toBeCloseTo(1000, 2);
  for (const name of featureNames(SECOND, ['']).slice(1)) {
    expect(at(name, 40, 40), name).toBeLessThan(1e-3);
    expect(at(name, 0, 79), name).toBeLessThan(1e-3);
  }
});

test('a single bright pixel draws the low-pass', () => {
  const at = featuresOf(COARSE, SIZE, (x, y) => (x === 40 && y === 40 ? 1 : 0));
  const g = gaussianWeights(3.2);
  expect(at('Scattering low-pass', 40, 40)).toBeCloseTo(g[0]! ** 2, 7);
  expect(at('Scattering low-pass', 43, 35)).toBeCloseTo(g[3]! * g[5]!, 7);
});

describe('a wave along 30°, as long as the coarsest wavelet', () => {
  const frequency = (3 * Math.PI) / 16;
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const at = featuresOf(COARSE, SIZE, (x, y) => 500 * Math.cos(frequency * (c * x + s * y)));
  const response = (scale: number, angle: number): number => at(`Scattering scale ${scale} θ ${angle}°`, 40, 40);

  test('makes half its amplitude, less what the zero mean takes: 1 - β²', () => {
    // β by the continuous integral; sums over pixels and the wave's other half differ by less than the tolerance.
    const beta = Math.exp(-((frequency * 3.2) ** 2) / 2);
    expect(response(2, 30) / (250 * (1 - beta ** 2))).toBeCloseTo(1, 2);
  });

  test('is seen best at its own angle and scale', () => {
    for (const angle of ANGLES) if (angle !== 30) expect(response(2, angle)).toBeLessThan(0.8 * response(2, 30));
    expect(response(2, 120)).toBeLessThan(0.25 * response(2, 30));
    expect(response(0, 30)).toBeLessThan(0.25 * response(2, 30));
  });
});

test('an image turned over its diagonal turns the angles: θ becomes 90° - θ', () => {
  const value = (x: number, y: number): number => ((x * 7919 + y * 104_729) % 257) + 2 * x;
  const plain = featuresOf(SECOND, SIZE, value);
  const turned = featuresOf(SECOND, SIZE, (x, y) => value(y, x));
  const other = (name: string): string => name.replaceAll(/(\d+)°/g, (_, angle) => `${(270 - Number(angle)) % 180}°`);
  for (const name of featureNames(SECOND, [''])) {
    for (const [x, y] of [
      [3, 4],
      [40, 21],
      [79, 0],
    ] as const) {
      expect(Math.abs(turned(other(name), y, x) - plain(name, x, y)), name).toBeLessThan(1e-3);
    }
  }
});

test('energy falls with the order, and all coefficients but the low-pass are positive', () => {
  const planes = extractImage(loadKernels(), SECOND, randomImage(64, 64, 1, 3));
  const energy = (from: number, to: number): number =>
    planes.slice(from, to).reduce((sum, plane) => sum + plane.reduce((part, value) => part + value * value, 0), 0);
  expect(energy(0, 1)).toBeGreaterThan(energy(1, 13));
  expect(energy(1, 13)).toBeGreaterThan(energy(13, 49));
  expect(energy(13, 49)).toBeGreaterThan(0);
  for (const plane of planes.slice(1)) expect(plane.every((value) => value >= 0)).toBe(true);
});
