/**
 * Eigenvalues of the structure tensor, in (sample values per pixel)²:
 *
 * S = G(σ / 2) * [[Ix², Ix Iy], [Ix Iy, Iy²]], with Ix, Iy at σ as in gaussian-derivatives.ts and G as in gaussian.ts
 * (Sxx + Syy) / 2 ± √(((Sxx - Syy) / 2)² + Sxy²), larger: +
 *
 * The inner scale takes the gradient, the outer one, half of it, averages: the choice of ilastik, whose users the scales are
 * for. Border: the image is continued by reflection and everything is computed on that, which mirrors Ix Iy with a change of
 * sign; a filter that reflects the products anew would not. Halo: that of σ and that of σ / 2. Precision: float32, so the
 * smaller eigenvalue is exact to some 1e-7 of the larger one; at σ = 0.3, where σ / 2 averages nothing, it is zero but for that.
 * Source: scipy.ndimage as above on the padded image, numpy.linalg.eigvalsh. Cost: six filters more.
 */
export function tensorSmoothing(sigmaPx: number): number {
  return sigmaPx / 2;
}
