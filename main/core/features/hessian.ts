/**
 * Second derivatives of the Gaussian-smoothed image, separable, in sample values per pixel²:
 *
 * xx = g″ along the rows × g down the columns, yy = g along × g″ down, xy = g′ along × g′ down
 * g′[k] applied as correlation = k / σ² g[k], g″[k] = (k² / σ⁴ - 1 / σ²) g[k], with g as in gaussian.ts
 *
 * Border: reflect. Halo: ⌊4σ + 0.5⌋. Precision: float32. Source: scipy.ndimage.gaussian_filter(image, σ, order=(0, 2), (2, 0)
 * and (1, 1), truncate=4); the derivative kernels are not corrected for their truncation, as there.
 */
import { gaussianHalf, gaussianWeights } from './gaussian.ts';
import { halfFilter, type LinearFilter } from './separable-filter.ts';

export function hessian(sigmaPx: number, axes: 'xx' | 'yy' | 'xy'): LinearFilter {
  const weights = gaussianWeights(sigmaPx);
  const radius = weights.length - 1;
  const variance = sigmaPx * sigmaPx;
  const smooth = gaussianHalf(sigmaPx);
  const slope = halfFilter('odd', radius, (k) => (k / variance) * weights[k]!);
  const curve = halfFilter('even', radius, (k) => ((k * k) / (variance * variance) - 1 / variance) * weights[k]!);
  switch (axes) {
    case 'xx':
      return { main: { down: smooth, along: curve } };
    case 'yy':
      return { main: { down: curve, along: smooth } };
    case 'xy':
      return { main: { down: slope, along: slope } };
  }
}
