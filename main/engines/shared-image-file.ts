import { allocatePixels, BYTES_PER_SAMPLE, FIRST_PLANE, type ImageInfo } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { typedView } from '#core/raster/typed-view.ts';
import type { ImageFile, SharedImage } from '../services/ports.ts';

/** Bytes of all channels of an image of one plane at full resolution. */
export function decodedBytes({ width, height, channels, pixelType }: ImageInfo): number {
  return channels.length * width * height * BYTES_PER_SAMPLE[pixelType];
}

/** An image in shared memory read like a file. It has the one plane and the one level that were decoded. */
export function sharedImageFile({ info, pixels }: SharedImage): ImageFile {
  const { width, height, pixelType } = info;
  const area = width * height;
  return {
    info: { ...info, levels: info.levels.slice(0, 1) },
    async read({ rect, channels }) {
      const data = allocatePixels(pixelType, channels.length * rect.width * rect.height);
      channels.forEach((channel, i) => {
        const source = typedView(pixelType, pixels, channel * area * BYTES_PER_SAMPLE[pixelType], area);
        const at = rect.y * width + rect.x;
        copyRegion(source, at, width, data, i * rect.width * rect.height, rect.width, rect.width, rect.height);
      });
      return { width: rect.width, height: rect.height, channels: channels.length, data };
    },
    async close() {},
  };
}

/** Decodes the plane of a file into shared memory. Throws where it has several: those are read by region. */
export async function decodeToShared(file: ImageFile): Promise<SharedImage> {
  const { info } = file;
  const { width, height, sizeScene, sizeZ, sizeT } = info;
  if (sizeScene * sizeZ * sizeT > 1)
    throw new Error(`Only images of one plane are decoded whole, not of ${sizeScene} × ${sizeZ} × ${sizeT}.`);
  const pixels = new SharedArrayBuffer(decodedBytes(info));
  const all = typedView(info.pixelType, pixels, 0, pixels.byteLength / BYTES_PER_SAMPLE[info.pixelType]);
  const channels = info.channels.map((_, i) => i);
  all.set((await file.read({ plane: FIRST_PLANE, level: 0, rect: { x: 0, y: 0, width, height }, channels })).data);
  return { info, pixels };
}
