import { describe, expect, test } from 'vitest';
import { gaussianWeights } from '#core/features/gaussian.ts';
import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import { featuresOf } from './feature-planes.ts';

const SIZE = 96;
const CENTRE = 48;
const SET = canonicalFeatureSet('multiscale(gaussian:1,5;laplacian:1,5;gradient:1,5;difference:0.7,5;tensor:1,5;hessian:1,5)');

/** Sum over all k of k^power times the tap, for the Gaussian and its derivatives: what the taps make of a polynomial. */
function moment(order: 0 | 1 | 2, power: number, sigma: number): number {
  return gaussianWeights(sigma).reduce((sum, weight, k) => {
    const tap = [1, k / sigma ** 2, k ** 2 / sigma ** 4 - 1 / sigma ** 2][order]! * weight;
    return sum + (k === 0 ? 1 : 2) * k ** power * tap;
  }, 0);
}

describe('a constant', () => {
  const at = featuresOf(SET, SIZE, () => 1000);

  test.each([1, 5])('has no gradient, no structure and next to no curvature at σ %d', (sigma) => {
    for (const [x, y] of [
      [0, 0],
      [95, 40],
      [CENTRE, CENTRE],
    ] as const) {
      expect(at(`Gradient magnitude σ ${sigma}`, x, y)).toBe(0);
      expect(at(`Structure tensor larger eigenvalue σ ${sigma}`, x, y)).toBe(0);
      expect(at(`Structure tensor smaller eigenvalue σ ${sigma}`, x, y)).toBe(0);
      // The taps of g″ do not quite sum to 0; see gaussian-derivatives.ts.
      expect(at(`Laplacian of Gaussian σ ${sigma}`, x, y)).toBeCloseTo(2000 * moment(2, 0, sigma), 3);
      expect(Math.abs(moment(2, 0, sigma))).toBeLessThan(1e-3);
    }
    expect(at('Difference of Gaussians σ 5', 3, 4)).toBeCloseTo(0, 3);
    expect(at('Difference of Gaussians σ 0.7', 3, 4)).toBeCloseTo(0, 3);
  });
});

describe('a slope of 3 along x and 4 along y', () => {
  const at = featuresOf(SET, SIZE, (x, y) => 3 * x + 4 * y);

  test.each([1, 5])('has a gradient of 5 and one direction at σ %d', (sigma) => {
    // The taps are cut at 4 σ, which costs the derivative a thousandth.
    const share = moment(1, 1, sigma);
    expect(share).toBeCloseTo(1, 2);
    expect(at(`Gradient magnitude σ ${sigma}`, CENTRE, CENTRE)).toBeCloseTo(5 * share, 3);
    expect(at(`Structure tensor larger eigenvalue σ ${sigma}`, CENTRE, CENTRE)).toBeCloseTo(25 * share ** 2, 3);
    expect(at(`Structure tensor smaller eigenvalue σ ${sigma}`, CENTRE, CENTRE)).toBeCloseTo(0, 3);
  });
});

describe('a saddle 2 x² - y² + 3 x y', () => {
  const at = featuresOf(SET, SIZE, (column, row) => {
    const [x, y] = [column - CENTRE, row - CENTRE];
    return 2 * x * x - y * y + 3 * x * y;
  });

  test.each([1, 5])('has the eigenvalues of [[4, 3], [3, -2]] at σ %d', (sigma) => {
    const [flat, curved, smooth] = [moment(2, 0, sigma), moment(2, 2, sigma), moment(0, 2, sigma)];
    const xx = 2 * curved - flat * smooth;
    const yy = -curved + 2 * flat * smooth;
    const xy = 3 * moment(1, 1, sigma) ** 2;
    const spread = Math.hypot((xx - yy) / 2, xy);
    expect(Math.hypot(xx - 4, yy + 2, xy - 3)).toBeLessThan(0.1);
    expect(at(`Hessian larger eigenvalue σ ${sigma}`, CENTRE, CENTRE)).toBeCloseTo((xx + yy) / 2 + spread, 3);
    expect(at(`Hessian smaller eigenvalue σ ${sigma}`, CENTRE, CENTRE)).toBeCloseTo((xx + yy) / 2 - spread, 3);
    expect(at(`Laplacian of Gaussian σ ${sigma}`, CENTRE, CENTRE)).toBeCloseTo(xx + yy, 3);
  });
});

test('a single bright pixel draws the difference of the two Gaussians', () => {
  const at = featuresOf(SET, SIZE, (x, y) => (x === CENTRE && y === CENTRE ? 1 : 0));
  for (const sigma of [0.7, 5]) {
    const wide = gaussianWeights(sigma);
    const narrow = gaussianWeights(0.66 * sigma);
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [-2, 1],
      [3, -3],
    ] as const) {
      const [i, j] = [Math.abs(dx), Math.abs(dy)];
      const expected = (wide[i] ?? 0) * (wide[j] ?? 0) - (narrow[i] ?? 0) * (narrow[j] ?? 0);
      expect(at(`Difference of Gaussians σ ${sigma}`, CENTRE + dx, CENTRE + dy)).toBeCloseTo(expected, 7);
    }
  }
});

test('columns do not depend on which others are chosen, to the last bit', () => {
  const value = (x: number, y: number): number => ((x * 7919 + y * 104_729) % 257) + x;
  const whole = featuresOf(SET, SIZE, value);
  for (const [family, name] of [
    ['laplacian', 'Laplacian of Gaussian'],
    ['gradient', 'Gradient magnitude'],
    ['difference', 'Difference of Gaussians'],
    ['tensor', 'Structure tensor smaller eigenvalue'],
    ['hessian', 'Hessian smaller eigenvalue'],
  ] as const) {
    const alone = featuresOf(canonicalFeatureSet(`multiscale(${family}:5)`), SIZE, value);
    for (let y = 0; y < SIZE; y += 5) {
      for (let x = 0; x < SIZE; x += 3) expect(alone(`${name} σ 5`, x, y)).toBe(whole(`${name} σ 5`, x, y));
    }
  }
});
