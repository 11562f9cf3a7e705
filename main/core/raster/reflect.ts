/**
 * The index inside 0 … length - 1 that mirror borders (… c b a | a b c | c b a …) put at `index`; SciPy's 'reflect', OpenCV's
 * BORDER_REFLECT. Lengths shorter than the distance are reflected several times.
 */
export function reflect(index: number, length: number): number {
  const period = 2 * length;
  const phase = ((index % period) + period) % period;
  return phase < length ? phase : period - 1 - phase;
}
