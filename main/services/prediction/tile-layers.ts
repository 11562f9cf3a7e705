import { VIEW_TILE } from '#contract/contract.ts';
import type { Rect } from '#core/model/image.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';

/**
 * A tile in the cache is bytes of shape (layers, height, width): labels and confidence, or the percent of every class where
 * probabilities were computed.
 */
export function cutTile(predicted: TilePrediction, rect: Rect): Uint8Array {
  const { probabilities } = predicted;
  const whole = predicted.rect;
  const area = rect.width * rect.height;
  const layers = probabilities === null ? 2 : probabilities.length / (whole.width * whole.height);
  const tile = new Uint8Array(layers * area);
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.y - whole.y + y) * whole.width + rect.x - whole.x;
    const to = y * rect.width;
    if (probabilities === null) {
      tile.set(predicted.labels.subarray(from, from + rect.width), to);
      tile.set(predicted.confidence.subarray(from, from + rect.width), area + to);
      continue;
    }
    for (let k = 0; k < layers; k++) {
      const row = k * whole.width * whole.height + from;
      for (let x = 0; x < rect.width; x++) tile[k * area + to + x] = percent(probabilities[row + x]!);
    }
  }
  return tile;
}

/** Rounded down after adding 1e-4, as the confidence is. */
export function percent(probability: number): number {
  return Math.min(100, Math.floor(probability * 100 + 1e-4));
}

export interface CoarsePlace {
  /** How many of the finer tiles stand side by side; `tiles` is row by row. */
  readonly columns: number;
  /** Finer pixels along one coarse pixel. */
  readonly step: number;
  /** The coarse tile, in pixels of its level. */
  readonly rect: Rect;
  readonly finerWidth: number;
  readonly finerHeight: number;
}

/** A coarse tile out of the finer tiles it covers; each pixel takes the upper left of the finer pixels it stands for. */
export function coarseFromFiner(tiles: readonly Uint8Array[], place: CoarsePlace): Uint8Array {
  const { columns, step, rect, finerWidth, finerHeight } = place;
  const left = rect.x * step;
  const top = rect.y * step;
  const tileWidth = (column: number): number => Math.min(VIEW_TILE, finerWidth - left - column * VIEW_TILE);
  const tileHeight = (row: number): number => Math.min(VIEW_TILE, finerHeight - top - row * VIEW_TILE);
  const layers = tiles[0]!.length / (tileWidth(0) * tileHeight(0));
  const area = rect.width * rect.height;
  const coarse = new Uint8Array(layers * area);
  for (let y = 0; y < rect.height; y++) {
    const finerY = Math.min(y * step, finerHeight - 1 - top);
    const row = Math.floor(finerY / VIEW_TILE);
    for (let x = 0; x < rect.width; x++) {
      const finerX = Math.min(x * step, finerWidth - 1 - left);
      const column = Math.floor(finerX / VIEW_TILE);
      const tile = tiles[row * columns + column]!;
      const width = tileWidth(column);
      const from = (finerY - row * VIEW_TILE) * width + finerX - column * VIEW_TILE;
      const layerSize = width * tileHeight(row);
      for (let k = 0; k < layers; k++) coarse[k * area + y * rect.width + x] = tile[k * layerSize + from]!;
    }
  }
  return coarse;
}
