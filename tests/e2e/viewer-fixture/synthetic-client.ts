import { type PredictionTile, VIEW_TILE } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { allocatePixels, type LevelInfo, type PixelBlock, type PixelType } from '#core/model/image.ts';
import { LABEL_TILE, type LabelStroke } from '#core/model/label.ts';
import type { GroveClient } from '../../../renderer/client/grove-client.ts';
import { applyStroke, overwritable } from '../../../renderer/state/label-apply.ts';
import { predictionOf, sampleOf } from './synthetic-image.ts';

export interface SyntheticSettings {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixelType: PixelType;
  /** Milliseconds that an answer takes. */
  readonly delay: number;
}

export interface SyntheticHost {
  readonly client: GroveClient;
  readonly levels: readonly LevelInfo[];
  /** The strokes it was told to paint, oldest first. */
  readonly strokes: LabelStroke[];
  readonly calls: { method: string; input: unknown }[];
  /** When true, painting fails. */
  refuse: boolean;
  paint(stroke: LabelStroke): Promise<readonly (readonly [number, number])[]>;
}

export function levelsOf(width: number, height: number): LevelInfo[] {
  const levels: LevelInfo[] = [{ width, height, downsample: 1 }];
  for (;;) {
    const last = levels[levels.length - 1];
    if (Math.max(last.width, last.height) <= 256) return levels;
    levels.push({ width: Math.ceil(last.width / 2), height: Math.ceil(last.height / 2), downsample: last.downsample * 2 });
  }
}

/** A host in the page that answers tile calls from formulas and keeps labels in memory. */
export function createSyntheticHost(settings: SyntheticSettings): SyntheticHost {
  const levels = levelsOf(settings.width, settings.height);
  const labels = new Map<string, Uint8Array>();
  const calls: { method: string; input: unknown }[] = [];

  const wait = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, settings.delay);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(new GroveError('cancelled', 'Cancelled.'));
      });
    });

  const extent = (level: number, column: number, row: number): { width: number; height: number } => ({
    width: Math.min(VIEW_TILE, levels[level].width - column * VIEW_TILE),
    height: Math.min(VIEW_TILE, levels[level].height - row * VIEW_TILE),
  });

  const imageTile = (level: number, column: number, row: number, z: number): PixelBlock => {
    const { width, height } = extent(level, column, row);
    const { downsample } = levels[level];
    const data = allocatePixels(settings.pixelType, settings.channels * width * height);
    const scale = settings.pixelType === 'uint8' ? 1 / 16 : settings.pixelType.startsWith('float') ? 1 / 1000 : 1;
    let at = 0;
    for (let channel = 0; channel < settings.channels; channel++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const px = (column * VIEW_TILE + x) * downsample;
          const py = (row * VIEW_TILE + y) * downsample;
          data[at++] = Math.min(sampleOf(px, py, channel % 2, z) * scale, settings.pixelType === 'uint8' ? 255 : 65_535);
        }
      }
    }
    return { width, height, channels: settings.channels, data };
  };

  const predictionTile = (level: number, column: number, row: number, modelId: string, of: number | null): PredictionTile => {
    const { width, height } = extent(level, column, row);
    const { downsample } = levels[level];
    const tile = { width, height, labels: new Uint8Array(width * height), confidence: new Uint8Array(width * height) };
    const probability = of === null ? null : new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const px = (column * VIEW_TILE + x) * downsample;
        const found = predictionOf(px, (row * VIEW_TILE + y) * downsample, modelId === 'second' ? 0.2 : 0);
        const at = y * width + x;
        tile.labels[at] = found.label;
        tile.confidence[at] = found.confidence;
        if (probability) probability[at] = found.label === (of ?? 0) + 1 ? found.confidence : 100 - found.confidence;
      }
    }
    return { ...tile, probability };
  };

  interface TileInput {
    level: number;
    column: number;
    row: number;
    plane: { z: number };
    modelId: string;
    probabilityOf: number | null;
  }
  const answer = (method: string, input: TileInput): unknown => {
    if (method === 'images.tile') return imageTile(input.level, input.column, input.row, input.plane.z);
    if (method === 'prediction.tile') {
      return predictionTile(input.level, input.column, input.row, input.modelId, input.probabilityOf);
    }
    if (method === 'labels.tiles') return [...labels.keys()].map((key) => key.split('/').map(Number));
    if (method === 'labels.tile') return labels.get(`${input.column}/${input.row}`)?.slice() ?? null;
    throw new GroveError('internal', `The fixture has no ${method}.`);
  };

  const host: SyntheticHost = {
    levels,
    strokes: [],
    calls,
    refuse: false,
    client: {
      call: async (method, input, options) => {
        calls.push({ method, input });
        await wait(options?.signal);
        return answer(method, input as TileInput) as never;
      },
      on: () => () => {},
      onConnection: () => () => {},
    },
    paint: async (stroke) => {
      await wait();
      if (host.refuse) throw new GroveError('disk-full', 'The disk is full.');
      host.strokes.push(stroke);
      const changed: [number, number][] = [];
      const { box } = stroke;
      for (let row = Math.floor(box.y / LABEL_TILE); row * LABEL_TILE < box.y + box.height; row++) {
        for (let column = Math.floor(box.x / LABEL_TILE); column * LABEL_TILE < box.x + box.width; column++) {
          const key = `${column}/${row}`;
          const values = labels.get(key) ?? new Uint8Array(LABEL_TILE * LABEL_TILE);
          applyStroke(values, column, row, stroke, overwritable(stroke.onlyOver));
          labels.set(key, values);
          changed.push([column, row]);
        }
      }
      return changed;
    },
  };
  return host;
}
