import { allocatePixels, type PixelArray, type PixelType } from '../model/image.ts';
import { FULL_SCALE } from './fill-input.ts';

/**
 * Values of a network that works on 0…1 as pixels of a type: multiplied by its largest value, rounded (halves up) and cut to its
 * range; no number becomes 0. Floats stay as they are.
 */
export function toPixelType(values: Float32Array, type: PixelType): PixelArray {
  if (type === 'float32') return values;
  const pixels = allocatePixels(type, values.length);
  if (type === 'float64') {
    pixels.set(values);
    return pixels;
  }
  const full = FULL_SCALE[type];
  const least = type.startsWith('u') ? 0 : -full - 1;
  for (let i = 0; i < values.length; i++) {
    const value = Math.floor(values[i]! * full + 0.5);
    pixels[i] = value > full ? full : value >= least ? value : value < least ? least : 0;
  }
  return pixels;
}
