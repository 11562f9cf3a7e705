import type { FeatureDefinition } from '#core/features/feature-definition.ts';
import { correlate, naiveGaussian as gaussian, type Kernel2D, type NaivePlane, normalised } from './naive-filters.ts';
import { naiveDerivative } from './naive-multiscale.ts';
import { naiveScattering } from './naive-scattering.ts';

function hessian(sigma: number, axes: 'xx' | 'yy' | 'xy'): Kernel2D {
  const g = normalised(sigma, Math.floor(4 * sigma + 0.5));
  const slope = (k: number): number => (k / sigma ** 2) * g(k);
  const curve = (k: number): number => (k ** 2 / sigma ** 4 - 1 / sigma ** 2) * g(k);
  if (axes === 'xx') return (dx, dy) => curve(dx) * g(dy);
  if (axes === 'yy') return (dx, dy) => g(dx) * curve(dy);
  return (dx, dy) => slope(dx) * slope(dy);
}

function gabor(sigma: number, thetaDeg: number, frequency: number): { radius: number; kernel: Kernel2D } {
  const theta = (thetaDeg * Math.PI) / 180;
  const reach = Math.max(Math.abs(3 * sigma * Math.cos(theta)), Math.abs(3 * sigma * Math.sin(theta)), 1);
  const radius = Math.ceil(reach - 1e-9);
  return {
    radius,
    kernel: (dx, dy) =>
      (Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)) / (2 * Math.PI * sigma * sigma)) *
      Math.cos(2 * Math.PI * frequency * (dx * Math.cos(theta) + dy * Math.sin(theta))),
  };
}

/** One feature of one channel, as its definition says. */
export function naiveFeature(plane: NaivePlane, feature: FeatureDefinition): NaivePlane {
  switch (feature.family) {
    case 'gaussian':
      return gaussian(plane, feature.sigmaPx);
    case 'sobel': {
      const smooth = gaussian(plane, feature.sigmaPx);
      const sx = correlate(smooth, 1, (dx, dy) => dx * (2 - Math.abs(dy)));
      const sy = correlate(smooth, 1, (dx, dy) => dy * (2 - Math.abs(dx)));
      return { ...plane, data: Float64Array.from(sx.data, (value, i) => Math.hypot(value, sy.data[i]!)) };
    }
    case 'gabor': {
      const { radius, kernel } = gabor(feature.sigmaPx, feature.thetaDeg, feature.frequency);
      return correlate(plane, radius, kernel);
    }
    case 'hessian':
      return correlate(plane, Math.floor(4 * feature.sigmaPx + 0.5), hessian(feature.sigmaPx, feature.axes));
    case 'mean': {
      const size = feature.sizePx;
      const low = -Math.floor(size / 2);
      const inside = (d: number): boolean => d >= low && d < low + size;
      return correlate(plane, Math.floor(size / 2), (dx, dy) => (inside(dx) && inside(dy) ? 1 / size ** 2 : 0));
    }
    case 'scattering':
      return naiveScattering(plane, feature.scales, feature.path);
    default:
      return naiveDerivative(plane, feature);
  }
}

/** Largest difference, as a share of the expected plane's range or of `leastRange`, whichever is larger. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, leastRange = 0): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    low = Math.min(low, expected[i]!);
    high = Math.max(high, expected[i]!);
    const difference = Math.abs(actual[i]! - expected[i]!);
    // Written so that NaN counts as the worst.
    if (!(difference <= worst)) worst = difference;
  }
  return worst / Math.max(high - low, leastRange);
}
