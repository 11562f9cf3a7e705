import type { ElementShape } from '../model/image-function.ts';

/**
 * Half widths of a structuring element, one for each distance of rows 0 … count: it holds the pixels (dx, dy) with
 * |dx| ≤ widths[|dy|].
 *
 * square: |dx|, |dy| ≤ count (count times the square of 3 × 3). cross: |dx| + |dy| ≤ count (count times the cross of 3 × 3).
 * disk: dx² + dy² ≤ count².
 */
export function halfWidths(shape: ElementShape, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, dy) => {
    if (shape === 'square') return count;
    return shape === 'cross' ? count - dy : Math.floor(Math.sqrt(count * count - dy * dy));
  });
}
