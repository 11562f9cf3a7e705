/**
 * Taps of the Gaussian and of its first two derivatives, and what the Multi-scale set makes of them. Applied as correlation:
 *
 * g as in gaussian.ts, g′[k] = k / σ² g[k], g″[k] = (k² / σ⁴ - 1 / σ²) g[k], |k| ≤ ⌊4σ + 0.5⌋
 * Ix = g′ along the rows × g down the columns, Iy = g along × g′ down
 * Ixx = g″ along × g down, Iyy = g along × g″ down, Ixy = g′ along × g′ down
 *
 * gradient = √(Ix² + Iy²), in sample values per pixel
 * laplacian = Ixx + Iyy, in sample values per pixel²
 * eigenvalues of the Hessian [[Ixx, Ixy], [Ixy, Iyy]]: (Ixx + Iyy) / 2 ± √(((Ixx - Iyy) / 2)² + Ixy²), larger: +
 *
 * Not multiplied by powers of σ. The derivative taps are not corrected for sampling and truncation, as in the reference: at
 * σ ≥ 0.7 a constant of 1 gives a second derivative below 0.01, at σ = 0.3 one of -10 (the centre tap then outweighs the
 * others), so that Laplacian and Hessian contain the intensity there.
 *
 * Border: reflect. Halo: the radius, but at least 4. Precision: taps float64 rounded to float32, arithmetic float32. Source:
 * scipy.ndimage.gaussian_filter(image, σ, order=…, mode='reflect', truncate=4), gaussian_gradient_magnitude, gaussian_laplace;
 * numpy.linalg.eigvalsh. Cost of all at one σ: nine one-dimensional filters.
 */
import { gaussianHalf, gaussianWeights } from './gaussian.ts';
import { type HalfFilter, halfFilter } from './separable-filter.ts';

export interface GaussianDerivatives {
  readonly smooth: HalfFilter;
  readonly slope: HalfFilter;
  readonly curve: HalfFilter;
}

export function gaussianDerivatives(sigmaPx: number): GaussianDerivatives {
  const weights = gaussianWeights(sigmaPx);
  const radius = weights.length - 1;
  const variance = sigmaPx * sigmaPx;
  return {
    smooth: gaussianHalf(sigmaPx),
    slope: halfFilter('odd', radius, (k) => (k / variance) * weights[k]!),
    curve: halfFilter('even', radius, (k) => ((k * k) / (variance * variance) - 1 / variance) * weights[k]!),
  };
}
