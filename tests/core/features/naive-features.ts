import type { FeatureDefinition } from '#core/features/feature-definition.ts';
import { reflect } from '#core/raster/reflect.ts';

/** A plane as float64 rows. */
export interface NaivePlane {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

type Kernel2D = (dx: number, dy: number) => number;

/** sum over |dx|, |dy| ≤ radius of kernel(dx, dy) in(x + dx, y + dy), straight from the definition, in float64. */
function correlate({ width, height, data }: NaivePlane, radius: number, kernel: Kernel2D): NaivePlane {
  const out = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
          const weight = kernel(dx, dy);
          if (weight !== 0) sum += weight * data[reflect(y + dy, height) * width + reflect(x + dx, width)]!;
        }
      }
      out[y * width + x] = sum;
    }
  }
  return { width, height, data: out };
}

function gaussian(plane: NaivePlane, sigma: number): NaivePlane {
  if (sigma === 0) return plane;
  const radius = Math.floor(4 * sigma + 0.5);
  const g = normalised(sigma, radius);
  // Two passes: the only shortcut, without which the largest Gaussians take minutes.
  const down = correlate1(plane, radius, g, 0, 1);
  return correlate1(down, radius, g, 1, 0);
}

function correlate1(
  { width, height, data }: NaivePlane,
  radius: number,
  weight: (k: number) => number,
  stepX: number,
  stepY: number,
): NaivePlane {
  const out = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++) {
        sum += weight(k) * data[reflect(y + k * stepY, height) * width + reflect(x + k * stepX, width)]!;
      }
      out[y * width + x] = sum;
    }
  }
  return { width, height, data: out };
}

function normalised(sigma: number, radius: number): (k: number) => number {
  let sum = 0;
  for (let k = -radius; k <= radius; k++) sum += Math.exp((-k * k) / (2 * sigma * sigma));
  return (k) => Math.exp((-k * k) / (2 * sigma * sigma)) / sum;
}

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
