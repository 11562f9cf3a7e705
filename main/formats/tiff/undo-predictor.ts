import type { PixelArray } from '#core/model/image.ts';

/**
 * Undoes horizontal differencing (TIFF 6.0 section 14) in place: each sample was stored as the difference to the same channel
 * of the pixel to its left, modulo the size of the type. `data` is an integer array of shape (height, width, samples).
 */
export function undoHorizontal(data: PixelArray, width: number, height: number, samples: number): void {
  const row = width * samples;
  for (let y = 0; y < height; y++) {
    const end = (y + 1) * row;
    if (samples === 1) {
      let sum = 0;
      // Typed arrays wrap; the sum is kept within 32 bits so that it stays exact.
      for (let i = end - row; i < end; i++) data[i] = sum = (sum + data[i]!) | 0;
    } else {
      for (let i = end - row + samples; i < end; i++) data[i] = data[i]! + data[i - samples]!;
    }
  }
}

/**
 * Undoes the floating-point predictor (Adobe Photoshop TIFF Technical Note 3): a row holds the most significant bytes of all
 * its samples, then the next ones, and so on, and these bytes were stored as differences over `samples` places. Returns the
 * samples in the machine's byte order (little-endian), shape (height, width, samples).
 */
export function undoFloatingPoint(
  bytes: Uint8Array,
  width: number,
  height: number,
  samples: number,
  sampleBytes: number,
): Uint8Array<ArrayBuffer> {
  const values = width * samples;
  const row = values * sampleBytes;
  const out = new Uint8Array(row * height);
  const sums = new Uint8Array(row);
  for (let y = 0; y < height; y++) {
    sums.set(bytes.subarray(y * row, (y + 1) * row));
    for (let i = samples; i < row; i++) sums[i] = sums[i]! + sums[i - samples]!;
    for (let b = 0; b < sampleBytes; b++) {
      const from = (sampleBytes - 1 - b) * values;
      for (let i = 0, at = y * row + b; i < values; i++, at += sampleBytes) out[at] = sums[from + i]!;
    }
  }
  return out;
}
