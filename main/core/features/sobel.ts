/**
 * Sobel magnitude of a smoothed plane G, in sample values × 8 per pixel:
 *
 * sobel = √(sx² + sy²), sx = [1 2 1]ᵀ × [-1 0 1] applied to G, sy = [-1 0 1]ᵀ × [1 2 1] applied to G
 *
 * Not normalised, as scipy.ndimage.sobel(G, axis=1) and (G, axis=0). Border: reflect. Halo: 1 more than G's own.
 * Precision: float32. Cost: 11 additions, 4 multiplications and a square root per pixel.
 */
export const SOBEL_RADIUS = 1;
