import { describe, expect, test } from 'vitest';
import { gaussianWeights } from '#core/features/gaussian.ts';
import { featuresOf } from './feature-planes.ts';

const SIZE = 96;
const CENTRE = 48;

const impulse = (x: number, y: number): number => (x === CENTRE && y === CENTRE ? 1 : 0);

describe('a constant image', () => {
  const at = featuresOf('basic25', SIZE, () => 1000);

  test.each([0.7, 1, 2, 4, 8])('stays itself under the Gaussian σ %d and has no slope, at the border too', (sigma) => {
    for (const [x, y] of [
      [0, 0],
      [5, 95],
      [95, 40],
      [CENTRE, CENTRE],
    ] as const) {
      expect(at(`Gaussian σ ${sigma}`, x, y)).toBeCloseTo(1000, 2);
      expect(at(`Sobel of Gaussian σ ${sigma}`, x, y)).toBe(0);
      expect(at('Hessian xy σ 1', x, y)).toBe(0);
    }
  });
});

describe('a slope of 3 along x and 4 along y', () => {
  const at = featuresOf('basic33', SIZE, (x, y) => 3 * x + 4 * y);

  test('has a Sobel magnitude of 8 × 5', () => {
    expect(at('Sobel', 20, 70)).toBe(40);
    // At the left border the mirrored column halves the difference along x: √(12² + 32²).
    expect(at('Sobel', 0, 50)).toBeCloseTo(Math.hypot(12, 32), 4);
  });

  test('is the image itself as Gaussian σ 0 and mean 1 × 1', () => {
    expect(at('Gaussian σ 0', 17, 23)).toBe(3 * 17 + 4 * 23);
    expect(at('Mean 1 × 1', 17, 23)).toBe(3 * 17 + 4 * 23);
  });

  test.each([2, 4, 8, 16])('a mean of even size %d looks half a pixel to the left and up', (size) => {
    expect(at(`Mean ${size} × ${size}`, 40, 50)).toBe(3 * 39.5 + 4 * 49.5);
  });

  test('has next to no curvature: the truncated kernel does not quite sum to 0', () => {
    const g = gaussianWeights(1);
    const sum = g.reduce((total, weight, k) => total + (k === 0 ? 1 : 2) * (k * k - 1) * weight, 0);
    expect(Math.abs(sum)).toBeLessThan(1e-3);
    expect(at('Hessian xx σ 1', 50, 50)).toBeCloseTo(sum * 350, 3);
    expect(at('Hessian yy σ 1', 50, 50)).toBeCloseTo(sum * 350, 3);
  });

  test('is left alone by Gaussians away from the border', () => {
    expect(at('Gaussian σ 9.5', 48, 48)).toBeCloseTo(3 * 48 + 4 * 48, 3);
  });
});

describe('a single bright pixel draws the filter', () => {
  const at25 = featuresOf('basic25', SIZE, impulse);
  const at33 = featuresOf('basic33', SIZE, impulse);

  test.each([0.7, 1, 2, 4, 8])('Gaussian σ %d', (sigma) => {
    const g = gaussianWeights(sigma);
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, -2],
      [-3, 2],
      [g.length - 1, 1],
      [g.length, 0],
    ] as const) {
      const expected = (g[Math.abs(dx)] ?? 0) * (g[Math.abs(dy)] ?? 0);
      expect(at25(`Gaussian σ ${sigma}`, CENTRE + dx, CENTRE + dy)).toBeCloseTo(expected, 7);
    }
  });

  test('Hessian σ 1: minimum at the centre, sign of the mixed derivative by quadrant', () => {
    const g = gaussianWeights(1);
    expect(at25('Hessian xx σ 1', CENTRE, CENTRE)).toBeCloseTo(-g[0]! * g[0]!, 7);
    expect(at25('Hessian xx σ 1', CENTRE + 2, CENTRE)).toBeCloseTo(3 * g[2]! * g[0]!, 7);
    expect(at25('Hessian yy σ 1', CENTRE, CENTRE + 2)).toBeCloseTo(3 * g[2]! * g[0]!, 7);
    expect(at25('Hessian xy σ 1', CENTRE + 1, CENTRE + 1)).toBeCloseTo(g[1]! * g[1]!, 7);
    expect(at25('Hessian xy σ 1', CENTRE + 1, CENTRE - 1)).toBeCloseTo(-g[1]! * g[1]!, 7);
  });

  test('Gabor σ 1: envelope times wave, mirrored angles are mirrored planes', () => {
    const expected = (dx: number, dy: number, degrees: number, frequency: number): number => {
      const theta = (degrees * Math.PI) / 180;
      const along = dx * Math.cos(theta) + dy * Math.sin(theta);
      return (Math.exp(-(dx * dx + dy * dy) / 2) / (2 * Math.PI)) * Math.cos(2 * Math.PI * frequency * along);
    };
    for (const frequency of [0.1, 0.2]) {
      for (const degrees of [0, 60, 120, 180, 240, 300]) {
        for (const [dx, dy] of [
          [0, 0],
          [2, 1],
          [-1, 2],
          [3, -3],
          [-3, 0],
        ] as const) {
          const value = at25(`Gabor σ 1, θ ${degrees}°, f ${frequency}`, CENTRE + dx, CENTRE + dy);
          expect(value).toBeCloseTo(expected(dx, dy, degrees, frequency), 7);
        }
        expect(at25(`Gabor σ 1, θ ${degrees}°, f ${frequency}`, CENTRE + 4, CENTRE)).toBe(0);
      }
    }
  });

  test.each([2, 4, 8, 16])('mean %d: 1 / size² inside the window, 0 outside', (size) => {
    const half = size / 2;
    // The pixel is in the window of those up to half a size to its right, and of those up to half a size less one to its left.
    for (const [offset, inside] of [
      [-half, false],
      [-half + 1, true],
      [half, true],
      [half + 1, false],
    ] as const) {
      expect(at33(`Mean ${size} × ${size}`, CENTRE + offset, CENTRE)).toBe(inside ? 1 / size ** 2 : 0);
      expect(at33(`Mean ${size} × ${size}`, CENTRE, CENTRE + offset)).toBe(inside ? 1 / size ** 2 : 0);
    }
  });
});
