import { open } from 'node:fs/promises';
import { GroveError } from '#core/model/error.ts';
import { allocatePixels, BYTES_PER_SAMPLE, type ImageInfo } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { typedView } from '#core/raster/typed-view.ts';
import type { ImageFile } from '../../services/ports.ts';
import { PYRAMID_MAGIC, PYRAMID_TILE, pyramidLayout, tileOffset } from './pyramid-layout.ts';

/**
 * Opens a pyramid file. Its levels are those that the image file lacks. Throws GroveError 'not-found' where there is none and
 * 'corrupt' where it is not whole.
 */
export async function openPyramid(path: string): Promise<ImageFile> {
  const file = await open(path, 'r').catch((cause) => {
    throw new GroveError('not-found', `There is no pyramid at ${path}.`, { file: path, cause });
  });
  try {
    const start = Buffer.alloc(12);
    await file.read(start, 0, 12, 0);
    if (start.toString('latin1', 0, 8) !== PYRAMID_MAGIC) throw damaged(path);
    const header = Buffer.alloc(start.readUInt32LE(8));
    await file.read(header, 0, header.length, 12);
    const layout = pyramidLayout(JSON.parse(header.toString('utf8')) as ImageInfo);
    if ((await file.stat()).size !== layout.bytes) throw damaged(path);
    const { info } = layout;
    const sampleBytes = BYTES_PER_SAMPLE[info.pixelType];
    const area = PYRAMID_TILE * PYRAMID_TILE;

    return {
      info,
      async read({ level, rect, channels }) {
        const { x, y, width, height } = rect;
        const data = allocatePixels(info.pixelType, channels.length * width * height);
        const tile = new ArrayBuffer(area * sampleBytes);
        const samples = typedView(info.pixelType, tile, 0, area);
        for (let row = Math.floor(y / PYRAMID_TILE); row * PYRAMID_TILE < y + height; row++) {
          for (let column = Math.floor(x / PYRAMID_TILE); column * PYRAMID_TILE < x + width; column++) {
            const left = Math.max(x, column * PYRAMID_TILE);
            const top = Math.max(y, row * PYRAMID_TILE);
            const w = Math.min(x + width, (column + 1) * PYRAMID_TILE) - left;
            const h = Math.min(y + height, (row + 1) * PYRAMID_TILE) - top;
            const from = (top - row * PYRAMID_TILE) * PYRAMID_TILE + left - column * PYRAMID_TILE;
            for (const [i, channel] of channels.entries()) {
              const at = tileOffset(layout, level, column, row, channel);
              await file.read(new Uint8Array(tile), 0, tile.byteLength, at);
              copyRegion(samples, from, PYRAMID_TILE, data, i * width * height + (top - y) * width + left - x, width, w, h);
            }
          }
        }
        return { width, height, channels: channels.length, data };
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error instanceof SyntaxError ? damaged(path) : error;
  }
}

function damaged(path: string): GroveError {
  return new GroveError('corrupt', `The cached pyramid ${path} is damaged; it is made again when it is deleted.`, { file: path });
}
