/**
 * Difference of Gaussians, in sample values: G(σ) - G(0.66 σ), with G as in gaussian.ts; negative on bright spots of that size.
 *
 * With g and n the taps of the wider and the narrower Gaussian and d = g - n, taken in float64:
 * g(x) g(y) - n(x) n(y) = d(x) g(y) + n(x) d(y)
 * At small σ the two Gaussians differ by less than a hundredth of the image; subtracting planes would leave their rounding.
 *
 * The ratio is ilastik's. Border: reflect. Halo: that of σ. Precision: float32. Source: scipy.ndimage.gaussian_filter, twice.
 * Cost beyond the filters of σ: three more.
 */
import { gaussianHalf, gaussianWeights } from './gaussian.ts';
import { type HalfFilter, halfFilter } from './separable-filter.ts';

const RATIO = 0.66;

export function differenceTaps(sigmaPx: number): { readonly narrow: HalfFilter; readonly difference: HalfFilter } {
  const wide = gaussianWeights(sigmaPx);
  const narrow = gaussianWeights(RATIO * sigmaPx);
  return {
    narrow: gaussianHalf(RATIO * sigmaPx),
    difference: halfFilter('even', wide.length - 1, (k) => wide[k]! - (narrow[k] ?? 0)),
  };
}
