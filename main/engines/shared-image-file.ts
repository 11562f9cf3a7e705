import { allocatePixels, BYTES_PER_SAMPLE, type ImageInfo } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { typedView } from '#core/raster/typed-view.ts';
import type { ImageFile, SharedImage } from '../services/ports.ts';

/** Bytes of all planes and channels of an image at full resolution. */
export function decodedBytes(info: ImageInfo): number {
  const planes = info.sizeScene * info.sizeZ * info.sizeT * info.channels.length;
  return planes * info.width * info.height * BYTES_PER_SAMPLE[info.pixelType];
}

/** An image in shared memory read like a file. It has the one level that was decoded. */
export function sharedImageFile({ info, pixels }: SharedImage): ImageFile {
  const { width, height, sizeZ, sizeT, pixelType } = info;
  const area = width * height;
  return {
    info: { ...info, levels: info.levels.slice(0, 1) },
    async read({ plane, rect, channels }) {
      const data = allocatePixels(pixelType, channels.length * rect.width * rect.height);
      const first = ((plane.scene * sizeZ + plane.z) * sizeT + plane.t) * info.channels.length;
      channels.forEach((channel, i) => {
        const source = typedView(pixelType, pixels, (first + channel) * area * BYTES_PER_SAMPLE[pixelType], area);
        const at = rect.y * width + rect.x;
        copyRegion(source, at, width, data, i * rect.width * rect.height, rect.width, rect.width, rect.height);
      });
      return { width: rect.width, height: rect.height, channels: channels.length, data };
    },
    async close() {},
  };
}

/** Decodes every plane of a file into shared memory. */
export async function decodeToShared(file: ImageFile): Promise<SharedImage> {
  const { info } = file;
  const { width, height } = info;
  const pixels = new SharedArrayBuffer(decodedBytes(info));
  const all = typedView(info.pixelType, pixels, 0, pixels.byteLength / BYTES_PER_SAMPLE[info.pixelType]);
  const channels = info.channels.map((_, i) => i);
  let at = 0;
  for (let scene = 0; scene < info.sizeScene; scene++) {
    for (let z = 0; z < info.sizeZ; z++) {
      for (let t = 0; t < info.sizeT; t++) {
        const { data } = await file.read({ plane: { scene, z, t }, level: 0, rect: { x: 0, y: 0, width, height }, channels });
        all.set(data, at);
        at += data.length;
      }
    }
  }
  return { info, pixels };
}
