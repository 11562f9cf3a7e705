import type { ResultFiles } from '../services/ports.ts';
import { TILE } from './ome-tiff/tile-assembler.ts';
import { createOmeTiff } from './ome-tiff/write.ts';
import { removeResult } from './ome-zarr/remove-result.ts';
import { createOmeZarr } from './ome-zarr/write.ts';
import { writePng } from './png-jpeg/write-png.ts';

/** Images from this edge on get coarser levels, so that any viewer opens them quickly. */
const PYRAMID_FROM = 4096;

/** Result images on disk. */
export const resultFiles: ResultFiles = {
  async omeTiff(image) {
    const { channels } = image;
    const { width, height } = image.scenes[0]!;
    const large = Math.max(width, height) >= PYRAMID_FROM;
    const pyramid = large ? image.coarsen : null;
    const writer = await createOmeTiff({ ...image, width, height }, { compression: { method: 'deflate', level: 1 }, pyramid });
    const columns = Math.ceil(width / TILE);
    let next = 0;
    return {
      tileEdge: TILE,
      async write(tile) {
        const x = (next % columns) * TILE;
        const y = Math.floor(next / columns) * TILE;
        next++;
        const rect = { x, y, width: Math.min(TILE, width - x), height: Math.min(TILE, height - y) };
        const samples = rect.width * rect.height;
        for (const channel of channels.keys()) {
          await writer.write(rect, channel, tile.subarray(channel * samples, (channel + 1) * samples));
        }
      },
      finish: writer.finish,
      abandon: writer.abort,
    };
  },
  omeZarr: (image) => createOmeZarr(image),
  greyPng: writePng,
  remove: removeResult,
};
