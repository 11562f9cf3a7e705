import { allocatePixels, type PixelArray, type PixelType } from '../model/image.ts';

/** Least and most value of a type; floating types are taken as 0 … 1, as rescaling has it. */
export const PIXEL_RANGE: Readonly<Record<PixelType, readonly [number, number]>> = {
  uint8: [0, 2 ** 8 - 1],
  int8: [-(2 ** 7), 2 ** 7 - 1],
  uint16: [0, 2 ** 16 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint32: [0, 2 ** 32 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  float32: [0, 1],
  float64: [0, 1],
};

const isFloat = (type: PixelType): boolean => type === 'float32' || type === 'float64';

/** True where `type` holds every value of `other` exactly. */
export function canHold(type: PixelType, other: PixelType): boolean {
  if (type === other || type === 'float64') return true;
  if (isFloat(other)) return false;
  const [least, most] = PIXEL_RANGE[other];
  // 32-bit floats hold whole numbers to 2²⁴.
  if (type === 'float32') return most <= 2 ** 24;
  return least >= PIXEL_RANGE[type][0] && most <= PIXEL_RANGE[type][1];
}

/**
 * Samples in another type, each by itself. Where `range` is null the values stay; else its low … high become the whole range of the
 * new type (0 … 1 for floats): v' = least + (v - low) · (most - least) / (high - low). Whole types are rounded, halves up, and cut
 * to their range; NaN becomes 0 in them. Rescaled floats are cut to 0 … 1.
 */
export function convertPixels(
  pixels: PixelArray,
  type: PixelType,
  range: readonly [low: number, high: number] | null,
): PixelArray {
  const out = allocatePixels(type, pixels.length);
  const [least, most] = PIXEL_RANGE[type];
  const [low, high] = range ?? [0, 1];
  const float = isFloat(type);
  for (let i = 0; i < pixels.length; i++) {
    const value = range === null ? pixels[i]! : ((pixels[i]! - low) * (most - least)) / (high - low) + least;
    if (float) out[i] = range === null ? value : Math.min(most, Math.max(least, value));
    else out[i] = Math.min(most, Math.max(least, Math.floor(value + 0.5))) || 0;
  }
  return out;
}
