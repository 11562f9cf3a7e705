import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import type { Kernels } from '#core/kernels/kernels.ts';
import type { FeatureSetId } from '#core/model/features.ts';
import { allocatePixels, type PixelBlock, type PixelType, type Rect } from '#core/model/image.ts';
import { haloRect } from '#core/raster/halo-rect.ts';

/** Which pixel type an array holds. */
export function pixelTypeOf(data: PixelBlock['data']): PixelType {
  return data.constructor.name.replace('Array', '').toLowerCase() as PixelType;
}

/** The part of an image inside `rect`, as a reader returns it. */
export function cut(image: PixelBlock, rect: Rect): PixelBlock {
  const data = allocatePixels(pixelTypeOf(image.data), image.channels * rect.width * rect.height);
  for (let row = 0; row < image.channels * rect.height; row++) {
    const channel = Math.floor(row / rect.height);
    const from = (channel * image.height + rect.y + (row % rect.height)) * image.width + rect.x;
    data.set(image.data.subarray(from, from + rect.width), row * rect.width);
  }
  return { width: rect.width, height: rect.height, channels: image.channels, data };
}

export interface Tiling {
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Rows per call of compute; the extractor's own where left out. */
  readonly stripRows?: number;
}

/** All features of a whole image, shape (features, height, width), computed tile by tile. */
export function extractImage(
  kernels: Kernels,
  set: FeatureSetId,
  image: PixelBlock,
  tiling: Tiling = { tileWidth: image.width, tileHeight: image.height },
): Float32Array[] {
  const { width, height, channels } = image;
  const mark = kernels.arena.mark();
  const extractor = createFeatureExtractor(kernels, { set, channels, maxWidth: tiling.tileWidth, maxHeight: tiling.tileHeight });
  const planes = Array.from({ length: extractor.features }, () => new Float32Array(width * height));
  const stripRows = tiling.stripRows ?? extractor.stripRows;
  for (let y = 0; y < height; y += tiling.tileHeight) {
    for (let x = 0; x < width; x += tiling.tileWidth) {
      const tile = { x, y, width: Math.min(tiling.tileWidth, width - x), height: Math.min(tiling.tileHeight, height - y) };
      const block = cut(image, haloRect(tile, extractor.halo, width, height));
      extractor.loadInput(block, { tile, imageWidth: width, imageHeight: height });
      for (let top = 0; top < tile.height; top += stripRows) {
        const strip = extractor.compute(top, Math.min(stripRows, tile.height - top));
        for (const [f, plane] of planes.entries()) {
          const values = kernels.arena.float32(
            strip.pointer + 4 * extractor.planeOf[f]! * strip.planeStride,
            strip.width * strip.height,
          );
          for (let row = 0; row < strip.height; row++) {
            plane.set(values.subarray(row * strip.width, (row + 1) * strip.width), (y + top + row) * width + x);
          }
        }
      }
    }
  }
  kernels.arena.reset(mark);
  return planes;
}
