import { allocatePixels, type PixelArray, type PixelType, type Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { Scene, Tile } from './arrange-scenes.ts';
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
  if (level > 0) for (const gap of gaps) await fillFromFiner(what, level, gap, rect, out);
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

/** Means of the finer level's pixels under each pixel of `gap`; rows by rows, so that little of it is held at once. */
async function fillFromFiner(what: Composition, level: number, gap: Rect, rect: Rect, out: PixelArray): Promise<void> {
  const { levels } = what.scene;
  const finer = levels[level - 1]!;
  const step = Math.max(1, Math.round(levels[level]!.downsample / finer.downsample));
  const whole = !what.type.startsWith('float');
  const samples = what.samples.length;
  for (let y = gap.y; y < gap.y + gap.height; y++) {
    const source = intersection(
      { x: gap.x * step, y: y * step, width: gap.width * step, height: step },
      { x: 0, y: 0, width: finer.width, height: finer.height },
    );
    if (source === null) continue;
    const pixels = allocatePixels(what.type, samples * source.width * source.height);
    await composeRegion(what, level - 1, source, pixels);
    for (let i = 0; i < samples; i++) {
      for (let x = 0; x < Math.ceil(source.width / step); x++) {
        const columns = Math.min(step, source.width - x * step);
        let sum = 0;
        for (let row = 0; row < source.height; row++) {
          const from = (i * source.height + row) * source.width + x * step;
          for (let column = 0; column < columns; column++) sum += pixels[from + column]!;
        }
        const mean = sum / (columns * source.height);
        const to = i * rect.width * rect.height + (y - rect.y) * rect.width + gap.x - rect.x + x;
        out[to] = whole ? Math.round(mean) : mean;
      }
    }
  }
}
