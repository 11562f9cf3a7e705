import { allocatePixels, type PixelArray, type PixelType, type Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { Scene, Tile } from './arrange-scenes.ts';
import { fillFromFiner, type ReadRegion } from './fill-from-finer.ts';
import { intersection, subtractRect } from './subtract-rects.ts';
import type { DecodedTile, TileReader } from './tile-reader.ts';
import { isValid } from './valid-mask.ts';

/** What a region is made of. */
export interface Composition {
  /** With the tiles of the wanted plane and channel only. */
  readonly scene: Scene;
  /** Samples per pixel of the channel, and which of them are wanted. */
  readonly samples: readonly number[];
  readonly type: PixelType;
  readonly tiles: TileReader;
}

/** More rectangles than this are not worth telling apart. */
const MOST_GAPS = 256;

/**
 * Paints the tiles of a level that touch `rect`, in their order, into `out`, shape (samples, rect.height, rect.width), which holds
 * zeros. Where a coarser level has no tiles, the mean of the next finer one stands in.
 */
export async function composeRegion(what: Composition, level: number, rect: Rect, out: PixelArray): Promise<void> {
  const touching: { tile: Tile; part: Rect }[] = [];
  let gaps: Rect[] = [rect];
  for (const tile of what.scene.levels[level]!.tiles) {
    const { block, x, y } = tile;
    const part = intersection({ x, y, width: block.storedWidth, height: block.storedHeight }, rect);
    if (part === null) continue;
    touching.push({ tile, part });
    if (level > 0 && gaps.length > 0 && gaps.length < MOST_GAPS) gaps = subtractRect(gaps, part);
  }
  if (level > 0) {
    const finer: ReadRegion = async (part) => {
      const pixels = allocatePixels(what.type, what.samples.length * part.width * part.height);
      await composeRegion(what, level - 1, part, pixels);
      return pixels;
    };
    for (const gap of gaps) await fillFromFiner(what.scene, level, finer, gap, rect, out);
  }
  for (const { tile, part } of touching) paint(what, tile, part, await what.tiles.read(tile.block), rect, out);
}

function paint(what: Composition, tile: Tile, part: Rect, { planes, mask }: DecodedTile, rect: Rect, out: PixelArray): void {
  const { storedWidth, storedHeight } = tile.block;
  const left = part.x - tile.x;
  const top = part.y - tile.y;
  const to = (part.y - rect.y) * rect.width + part.x - rect.x;
  for (const [i, sample] of what.samples.entries()) {
    const from = sample * storedWidth * storedHeight + top * storedWidth + left;
    const base = i * rect.width * rect.height + to;
    if (mask === null) {
      copyRegion(planes, from, storedWidth, out, base, rect.width, part.width, part.height);
      continue;
    }
    for (let y = 0; y < part.height; y++) {
      for (let x = 0; x < part.width; x++) {
        if (isValid(mask, left + x, top + y)) out[base + y * rect.width + x] = planes[from + y * storedWidth + x]!;
      }
    }
  }
}
