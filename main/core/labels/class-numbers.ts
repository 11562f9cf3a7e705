import type { PixelArray } from '../model/image.ts';
import { MAX_CLASSES } from '../model/label.ts';

/**
 * Samples of a label image as class numbers 0…255, 0 = unlabelled. `outside` is the first sample that is no such number, null
 * where all are; it stands as 0 then.
 */
export function classNumbers(samples: PixelArray): { readonly numbers: Uint8Array; readonly outside: number | null } {
  if (samples instanceof Uint8Array) return { numbers: samples, outside: null };
  const numbers = new Uint8Array(samples.length);
  let outside: number | null = null;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (value >= 0 && value <= MAX_CLASSES && Number.isInteger(value)) numbers[i] = value;
    else outside ??= value;
  }
  return { numbers, outside };
}
