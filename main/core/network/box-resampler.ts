import type { PixelArray } from '../model/image.ts';

/** Brings planes to another size, given band by band. */
export interface BoxResampler {
  /** Rows `top` … of the plane, shape (rows, width). Bands come from top to bottom without gaps. */
  add(data: PixelArray, offset: number, top: number, rows: number): void;
  /** Shape (height, width) of the wanted size. */
  result(): Float32Array;
}

/**
 * Resampling by area: each pixel of the result is the mean of the source under it, parts of pixels counted as such. A result larger
 * than the source repeats its pixels. Sums are float64.
 */
export function createBoxResampler(
  source: { readonly width: number; readonly height: number },
  wanted: { readonly width: number; readonly height: number },
): BoxResampler {
  const sums = new Float64Array(wanted.width * wanted.height);
  const line = new Float64Array(wanted.width);
  const across = source.width / wanted.width;
  const down = source.height / wanted.height;
  return {
    add(data, offset, top, rows) {
      for (let y = 0; y < rows; y++) {
        shrinkRow(data, offset + y * source.width, source.width, across, line);
        const from = (top + y) / down;
        const to = (top + y + 1) / down;
        for (let row = Math.floor(from); row < Math.min(wanted.height, Math.ceil(to)); row++) {
          const share = Math.min(row + 1, to) - Math.max(row, from);
          if (share <= 0) continue;
          for (let x = 0; x < wanted.width; x++) sums[row * wanted.width + x] += line[x]! * share;
        }
      }
    },
    result: () => Float32Array.from(sums),
  };
}

/** Means of a row under each of the wanted pixels. */
function shrinkRow(data: PixelArray, offset: number, width: number, across: number, line: Float64Array): void {
  for (let x = 0; x < line.length; x++) {
    const from = x * across;
    const to = Math.min(width, from + across);
    let sum = 0;
    for (let column = Math.floor(from); column < to; column++) {
      sum += data[offset + column]! * (Math.min(column + 1, to) - Math.max(column, from));
    }
    line[x] = sum / (to - from);
  }
}
