import { allocatePixels, BYTES_PER_SAMPLE, type PixelArray, type PixelType, type Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { typedView } from '#core/raster/typed-view.ts';
import type { Spilled, SpillFile } from '../writing/spill-file.ts';

/** Edge of the tiles of the files we write. */
export const TILE = 512;

/** A tile all pixels of which are there; those beyond the edge of the image are 0. Shape (TILE, TILE). */
export interface FullTile {
  readonly channel: number;
  readonly column: number;
  readonly row: number;
  readonly pixels: PixelArray;
}

export interface TileAssembler {
  /** Takes pixels of one channel, shape (height, width), and hands on each tile that they complete. */
  add(rect: Rect, channel: number, data: PixelArray, onFull: (tile: FullTile) => Promise<void>): Promise<void>;
}

interface OpenTile {
  pixels: PixelArray | Spilled;
  /** Pixels of the image still to come. */
  missing: number;
}

export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixelType: PixelType;
}

/**
 * Puts rectangles of any size and order together to tiles. Every pixel must come exactly once. Unfinished tiles are kept in
 * memory up to `memoryBytes`, the ones touched least recently on disk.
 */
export function createTileAssembler(grid: Grid, memoryBytes: number, spill: SpillFile): TileAssembler {
  const { width, height, channels, pixelType } = grid;
  const columns = Math.ceil(width / TILE);
  const tileBytes = TILE * TILE * BYTES_PER_SAMPLE[pixelType];
  const unfinished = new Map<number, OpenTile>();
  const done = new Set<number>();
  let inMemory = 0;

  async function pixelsOf(tile: OpenTile): Promise<PixelArray> {
    if (!ArrayBuffer.isView(tile.pixels)) {
      const bytes = await spill.take(tile.pixels);
      tile.pixels = typedView(pixelType, bytes.buffer, 0, TILE * TILE);
      inMemory += tileBytes;
    }
    return tile.pixels;
  }

  async function makeRoom(): Promise<void> {
    for (const [, tile] of unfinished) {
      if (inMemory <= memoryBytes) return;
      if (!ArrayBuffer.isView(tile.pixels)) continue;
      const { buffer, byteOffset, byteLength } = tile.pixels;
      tile.pixels = await spill.put(new Uint8Array(buffer, byteOffset, byteLength));
      inMemory -= tileBytes;
    }
  }

  return {
    async add(rect, channel, data, onFull) {
      for (let row = Math.floor(rect.y / TILE); row * TILE < rect.y + rect.height; row++) {
        for (let column = Math.floor(rect.x / TILE); column * TILE < rect.x + rect.width; column++) {
          const key = (row * columns + column) * channels + channel;
          const across = Math.min(TILE, width - column * TILE);
          const down = Math.min(TILE, height - row * TILE);
          const x = Math.max(rect.x, column * TILE);
          const y = Math.max(rect.y, row * TILE);
          const w = Math.min(rect.x + rect.width, column * TILE + across) - x;
          const h = Math.min(rect.y + rect.height, row * TILE + down) - y;

          let tile = unfinished.get(key);
          if (tile === undefined) {
            tile = { pixels: allocatePixels(pixelType, TILE * TILE), missing: across * down };
            inMemory += tileBytes;
          }
          if (tile.missing < w * h || done.has(key)) throw new Error(`Pixels at (${x}, ${y}) were written twice.`);
          const pixels = await pixelsOf(tile);
          const from = (y - rect.y) * rect.width + x - rect.x;
          copyRegion(data, from, rect.width, pixels, (y - row * TILE) * TILE + x - column * TILE, TILE, w, h);
          tile.missing -= w * h;
          // The one touched last goes to the end.
          unfinished.delete(key);
          if (tile.missing > 0) {
            unfinished.set(key, tile);
            await makeRoom();
          } else {
            inMemory -= tileBytes;
            done.add(key);
            await onFull({ channel, column, row, pixels });
          }
        }
      }
    },
  };
}
