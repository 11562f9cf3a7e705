import { allocatePixels, type PixelArray, type PixelType } from '../model/image.ts';

/** 255 where a sample is `value`, else 0. */
export function maskOf(pixels: PixelArray, value: number): Uint8Array {
  const mask = new Uint8Array(pixels.length);
  for (let i = 0; i < mask.length; i++) if (pixels[i] === value) mask[i] = 255;
  return mask;
}

/** 255 where a sample is not 0, else 0; the other way round where `inverted`. */
export function binaryOf(pixels: PixelArray, inverted: boolean): Uint8Array {
  const mask = new Uint8Array(pixels.length);
  for (let i = 0; i < mask.length; i++) if ((pixels[i] === 0) === inverted) mask[i] = 255;
  return mask;
}

/** Samples that are `value`, others 0. */
export function onlyValue(pixels: PixelArray, value: number, type: PixelType): PixelArray {
  const out = allocatePixels(type, pixels.length);
  for (let i = 0; i < out.length; i++) if (pixels[i] === value) out[i] = value;
  return out;
}

/**
 * 255 where the operation holds of two masks (samples that are not 0), else 0. `second` has the shape of `first`, or one channel
 * that stands for all: shape (channels, height, width) both.
 */
export function combineMasks(first: PixelArray, second: PixelArray, operation: 'and' | 'or' | 'xor' | 'minus'): Uint8Array {
  const mask = new Uint8Array(first.length);
  const area = second.length;
  for (let i = 0; i < mask.length; i++) {
    const a = first[i] !== 0;
    const b = second[i % area] !== 0;
    const holds = operation === 'and' ? a && b : operation === 'or' ? a || b : operation === 'xor' ? a !== b : a && !b;
    if (holds) mask[i] = 255;
  }
  return mask;
}

/** Makes samples 0 where `inside` does not hold of the second image's sample; shapes as of combineMasks. Changes `pixels`. */
export function clearOutside(pixels: PixelArray, second: PixelArray, inside: (sample: number) => boolean): PixelArray {
  const area = second.length;
  for (let i = 0; i < pixels.length; i++) if (!inside(second[i % area]!)) pixels[i] = 0;
  return pixels;
}
