import { allocatePixels, type PixelArray, type PixelType } from '#core/model/image.ts';
import { typedView } from '#core/raster/typed-view.ts';
import type { Bitmap } from './decode-sub-block.ts';

/**
 * The samples of a bitmap as planes, shape (samples, pixels): grey, or red, green, blue. In the pixel type of the image, which holds
 * the values of the bitmap's own type exactly.
 */
export function toPlanes({ kind, data }: Pick<Bitmap, 'kind' | 'data'>, type: PixelType): PixelArray {
  const bytes = data.byteOffset % 8 === 0 ? data : Uint8Array.from(data);
  const stored = typedView(kind.type, bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / bytesOf(kind.type)));
  if (kind.samples === 1) {
    if (kind.type === type) return stored;
    const grey = allocatePixels(type, stored.length);
    grey.set(stored as ArrayLike<number>);
    return grey;
  }
  const pixels = stored.length / kind.stored;
  const planes = allocatePixels(type, 3 * pixels);
  const step = kind.stored;
  for (let i = 0, at = 0; i < pixels; i++, at += step) {
    planes[i] = stored[at + 2]!;
    planes[pixels + i] = stored[at + 1]!;
    planes[2 * pixels + i] = stored[at]!;
  }
  return planes;
}

function bytesOf(type: PixelType): number {
  return allocatePixels(type, 0).BYTES_PER_ELEMENT;
}
