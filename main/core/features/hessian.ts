/**
 * Second derivatives of the Gaussian-smoothed image, separable, in sample values per pixel²:
 *
 * xx = g″ along the rows × g down the columns, yy = g along × g″ down, xy = g′ along × g′ down
 * with the taps of gaussian-derivatives.ts
 *
 * Border: reflect. Halo: ⌊4σ + 0.5⌋. Precision: float32. Source: scipy.ndimage.gaussian_filter(image, σ, order=(0, 2), (2, 0)
 * and (1, 1), truncate=4); the derivative kernels are not corrected for their truncation, as there.
 */
import { gaussianDerivatives } from './gaussian-derivatives.ts';
import type { LinearFilter } from './separable-filter.ts';

export function hessian(sigmaPx: number, axes: 'xx' | 'yy' | 'xy'): LinearFilter {
  const { smooth, slope, curve } = gaussianDerivatives(sigmaPx);
  switch (axes) {
    case 'xx':
      return { main: { down: smooth, along: curve } };
    case 'yy':
      return { main: { down: curve, along: smooth } };
    case 'xy':
      return { main: { down: slope, along: slope } };
  }
}
