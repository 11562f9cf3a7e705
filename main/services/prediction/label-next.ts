import type { LabelHint } from '#contract/contract.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { keepApart, mostUncertainPlaces, type UncertainPlace } from '#core/segmentation/uncertainty.ts';
import type { ProjectStore, RunOptions } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import type { PredictionSubject, Predictions } from './predictions.ts';

/** Places proposed at most. */
const HINTS = 20;

/** No two places are nearer than this along both axes, in pixels. */
const APART = 30;

/** Tiles of LABEL_TILE² looked at; of a larger image an evenly spread choice. */
const MOST_TILES = 256;

/** Unlabelled places whose class the model is least sure of, most uncertain first. */
export async function labelNext(
  predictions: Predictions,
  subject: PredictionSubject,
  store: ProjectStore,
  imageId: string,
  { onProgress, ...options }: RunOptions,
): Promise<LabelHint[]> {
  const { model, plane, levels } = subject;
  const { width, height } = levels[0]!;
  const across = Math.ceil(width / LABEL_TILE);
  const all = across * Math.ceil(height / LABEL_TILE);
  const count = Math.min(all, MOST_TILES);
  const tiles = Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * all) / count));
  const found: UncertainPlace[] = [];
  let done = 0;
  await runAhead(
    tiles,
    8,
    (index, signal) => {
      const place = { level: 0, column: index % across, row: Math.floor(index / across) };
      return predictions.tile(subject, place, null, { ...options, signal });
    },
    (tile, index) => {
      const column = index % across;
      const row = Math.floor(index / across);
      const stored = store.labelTile(imageId, plane, column, row);
      const labels = stored === null ? null : cutLabels(stored, tile.width, tile.height);
      const input = {
        width: tile.width,
        height: tile.height,
        classes: model.classes.length,
        confidence: tile.confidence,
        labels,
      };
      for (const { x, y, uncertainty } of mostUncertainPlaces(input, { count: HINTS })) {
        found.push({ x: x + column * LABEL_TILE, y: y + row * LABEL_TILE, uncertainty });
      }
      done++;
      onProgress?.(done, count);
    },
    options.signal,
  );
  return keepApart(found, HINTS, APART);
}

function cutLabels(tile: Uint8Array, width: number, height: number): Uint8Array {
  const labels = new Uint8Array(width * height);
  copyRegion(tile, 0, LABEL_TILE, labels, 0, width, width, height);
  return labels;
}
