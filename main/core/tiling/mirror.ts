/**
 * The sample that stands for position `at` of an axis of `length` samples when it lies outside: mirrored without repeating the
 * edge sample (-1 → 1). Where that would leave the axis too (length 1, or farther out than length - 1) it is the edge sample.
 */
export function mirrored(at: number, length: number): number {
  if (at >= 0 && at < length) return at;
  const inside = at < 0 ? -at : 2 * (length - 1) - at;
  if (inside >= 0 && inside < length) return inside;
  return at < 0 ? 0 : length - 1;
}
