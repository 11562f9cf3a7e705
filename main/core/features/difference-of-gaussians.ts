/**
 * Difference of Gaussians, in sample values: G(σ) - G(0.66 σ), with G as in gaussian.ts; negative on bright spots of that size.
 *
 * The ratio is ilastik's. Border: reflect. Halo: that of σ. Precision: float32. Source: scipy.ndimage.gaussian_filter, twice.
 */
export function narrowerSigma(sigmaPx: number): number {
  return 0.66 * sigmaPx;
}
