/**
 * Mean over a square window of size × size pixels, size a power of two:
 *
 * mean(x, y) = 1 / size² · sum over -size/2 ≤ i, j < size/2 of in(x + i, y + j)
 *
 * An even window has no centre; it reaches one pixel farther to the left and up, as scipy.ndimage.uniform_filter(image, size)
 * does. Border: reflect. Halo: size / 2. Precision: float32. Cost: 2 log₂(size) additions per pixel, by doubling windows:
 * the window of 2n is the sum of two windows of n, n apart.
 */
export function meanHalo(sizePx: number): number {
  return Math.floor(sizePx / 2);
}

/** Doublings to reach this size. Throws RangeError where the size is no power of two. */
export function doublings(sizePx: number): number {
  const count = Math.log2(sizePx);
  if (!Number.isInteger(count)) throw new RangeError(`A mean filter's size must be a power of two, not ${sizePx}.`);
  return count;
}
