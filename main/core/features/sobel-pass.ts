import type { Kernels } from '../kernels/kernels.ts';
import type { Pass, StripLayout } from './strip.ts';

/**
 * Sobel magnitude of a plane, and the plane itself. `source` is the buffer that holds the plane with one row and column more
 * on every side (column 0, row 0), or null for the input.
 */
export function sobelPass({ wasm }: Kernels, layout: StripLayout, source: number | null, sobel: number, plane: number): Pass {
  return ({ input, width, rows, planes }) => {
    wasm.sobelMagnitude(planes[sobel]!, planes[plane]!, width, source ?? input, layout.stride, width, rows);
  };
}
