import type { FeatureDefinition } from '#core/features/feature-definition.ts';
import { combine, correlate1, cropped, type NaivePlane, naiveGaussian, normalised, padded } from './naive-filters.ts';

type Multiscale = Extract<
  FeatureDefinition,
  { family: 'laplacian' | 'gradient' | 'difference' | 'tensorEigenvalue' | 'hessianEigenvalue' }
>;

/** Derivatives of the Gaussian of these orders along x and y, one axis after the other. */
function derivative(plane: NaivePlane, sigma: number, orderX: number, orderY: number): NaivePlane {
  const radius = Math.floor(4 * sigma + 0.5);
  const g = normalised(sigma, radius);
  const taps = [g, (k: number) => (k / sigma ** 2) * g(k), (k: number) => (k ** 2 / sigma ** 4 - 1 / sigma ** 2) * g(k)];
  return correlate1(correlate1(plane, radius, taps[orderY]!, 0, 1), radius, taps[orderX]!, 1, 0);
}

/** The matrix turned until it is diagonal. */
function eigenvalue(which: 'larger' | 'smaller'): (xx: number, xy: number, yy: number) => number {
  return (xx, xy, yy) => {
    const turn = Math.atan2(2 * xy, xx - yy) / 2;
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const along = c * c * xx + 2 * c * s * xy + s * s * yy;
    const across = s * s * xx - 2 * c * s * xy + c * c * yy;
    return which === 'larger' ? Math.max(along, across) : Math.min(along, across);
  };
}

/** One Multi-scale feature as its definition says, in float64. */
export function naiveDerivative(plane: NaivePlane, feature: Multiscale): NaivePlane {
  const sigma = feature.sigmaPx;
  switch (feature.family) {
    case 'laplacian':
      return combine([derivative(plane, sigma, 2, 0), derivative(plane, sigma, 0, 2)], (xx, yy) => xx! + yy!);
    case 'gradient':
      return combine([derivative(plane, sigma, 1, 0), derivative(plane, sigma, 0, 1)], (x, y) => Math.hypot(x!, y!));
    case 'difference':
      return combine([naiveGaussian(plane, sigma), naiveGaussian(plane, 0.66 * sigma)], (wide, narrow) => wide! - narrow!);
    case 'hessianEigenvalue':
      return combine(
        [derivative(plane, sigma, 2, 0), derivative(plane, sigma, 1, 1), derivative(plane, sigma, 0, 2)],
        (xx, xy, yy) => eigenvalue(feature.which)(xx!, xy!, yy!),
      );
    case 'tensorEigenvalue': {
      const margin = Math.floor(2 * sigma + 0.5);
      const whole = padded(plane, margin + Math.floor(4 * sigma + 0.5));
      const x = derivative(whole, sigma, 1, 0);
      const y = derivative(whole, sigma, 0, 1);
      const products = [combine([x], (a) => a! * a!), combine([x, y], (a, b) => a! * b!), combine([y], (b) => b! * b!)];
      const tensor = products.map((product) => naiveGaussian(product, sigma / 2));
      return cropped(
        combine(tensor, (xx, xy, yy) => eigenvalue(feature.which)(xx!, xy!, yy!)),
        margin + Math.floor(4 * sigma + 0.5),
      );
    }
  }
}
