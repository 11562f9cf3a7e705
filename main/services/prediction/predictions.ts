import { type PredictionTile, VIEW_TILE } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { LevelInfo, PlaneIndex, Rect } from '#core/model/image.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import { blockLanes } from '../block-lanes.ts';
import type { KnownImage } from '../images/image-sources.ts';
import type { ComputePool, RunOptions } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import { createSharedWork } from '../shared-work.ts';
import type { SegmentingModel } from './segmenting-model.ts';
import type { TileCache, TileGroup } from './tile-cache.ts';
import { coarseFromFiner, cutTile } from './tile-layers.ts';

/** A model applied to a plane of an image. */
export interface PredictionSubject {
  readonly model: SegmentingModel;
  readonly image: KnownImage & { readonly name: string };
  readonly plane: PlaneIndex;
  /** Levels as the viewer counts them, finest first. */
  readonly levels: readonly LevelInfo[];
}

export interface TilePlace {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

export interface Predictions {
  tile(subject: PredictionSubject, place: TilePlace, probabilityOf: number | null, options: RunOptions): Promise<PredictionTile>;
  /** Predicts the whole plane into the cache; [class][percent 0…100] counts of pixels by class and confidence. */
  plane(subject: PredictionSubject, options: RunOptions): Promise<number[][]>;
  forgetModel(modelId: string): Promise<void>;
}

/** 'segmentation': labels, then confidence. 'probability': percent of class 0, 1, … */
type Kind = 'segmentation' | 'probability';

const AREA = VIEW_TILE * VIEW_TILE;

/** Predicted at once where no one waits for a single tile, in view tiles along an edge: larger blocks have less halo. */
const BLOCK_TILES = 2;

/**
 * Predictions tile by tile. Level 0 is computed, coarser levels take the upper left of the pixels they stand for; all are kept in
 * the cache by model, image content and place, so that looking again costs nothing.
 */
export function createPredictions({ threads }: Pick<ComputePool, 'threads'>, cache: TileCache): Predictions {
  const underWay = createSharedWork<Uint8Array>();

  function groupOf({ model, image, plane }: PredictionSubject, kind: Kind, level: number): TileGroup {
    const key = [model.id, model.refinement, image.contentHash, `s${plane.scene}z${plane.z}t${plane.t}`, kind, level].join('|');
    return { key, slotBytes: AREA * (kind === 'segmentation' ? 2 : model.classes.length) };
  }

  function predict({ model, plane }: PredictionSubject, rect: Rect, kind: Kind, options: RunOptions): Promise<TilePrediction> {
    return model.predict(plane, rect, kind === 'probability', options);
  }

  function tilesOf(subject: PredictionSubject, level: number): { across: number; down: number; width: number; height: number } {
    const { width, height } = subject.levels[level]!;
    return { across: Math.ceil(width / VIEW_TILE), down: Math.ceil(height / VIEW_TILE), width, height };
  }

  function rectOf(subject: PredictionSubject, { level, column, row }: TilePlace, tiles = 1): Rect {
    const { width, height } = subject.levels[level]!;
    const x = column * VIEW_TILE;
    const y = row * VIEW_TILE;
    return { x, y, width: Math.min(tiles * VIEW_TILE, width - x), height: Math.min(tiles * VIEW_TILE, height - y) };
  }

  /** The level 0 tiles of a block in row order, computed together unless all are in the cache. */
  async function block(
    subject: PredictionSubject,
    column: number,
    row: number,
    kind: Kind,
    options: RunOptions,
  ): Promise<Uint8Array[]> {
    const rect = rectOf(subject, { level: 0, column, row }, BLOCK_TILES);
    const group = groupOf(subject, kind, 0);
    const { across } = tilesOf(subject, 0);
    const places: TilePlace[] = [];
    for (let y = 0; y * VIEW_TILE < rect.height; y++) {
      for (let x = 0; x * VIEW_TILE < rect.width; x++) places.push({ level: 0, column: column + x, row: row + y });
    }
    const index = (place: TilePlace): number => place.row * across + place.column;
    const known = await Promise.all(places.map((place) => cache.get(group, index(place))));
    if (known.every((tile) => tile !== undefined)) return known;
    const predicted = await predict(subject, rect, kind, options);
    const tiles = places.map((place) => cutTile(predicted, rectOf(subject, place)));
    for (const [i, place] of places.entries()) await cache.put(group, index(place), tiles[i]!);
    return tiles;
  }

  async function layers(subject: PredictionSubject, place: TilePlace, kind: Kind, options: RunOptions): Promise<Uint8Array> {
    const group = groupOf(subject, kind, place.level);
    const index = place.row * tilesOf(subject, place.level).across + place.column;
    const known = await cache.get(group, index);
    if (known !== undefined) return known;
    return underWay.run(`${group.key}#${index}`, options.signal, async (signal) => {
      const shared = { ...options, signal };
      const tile =
        place.level === 0
          ? cutTile(await predict(subject, rectOf(subject, place), kind, shared), rectOf(subject, place))
          : await assemble(subject, place, kind, shared);
      await cache.put(group, index, tile);
      return tile;
    });
  }

  async function assemble(subject: PredictionSubject, place: TilePlace, kind: Kind, options: RunOptions): Promise<Uint8Array> {
    const finer = place.level - 1;
    const step = Math.round(subject.levels[place.level]!.downsample / subject.levels[finer]!.downsample);
    const { across, down, width, height } = tilesOf(subject, finer);
    const rect = rectOf(subject, place);
    const first = { column: place.column * step, row: place.row * step };
    const columns = Math.min(step, across - first.column);
    const rows = Math.min(step, down - first.row);
    const tiles =
      finer === 0 && step === BLOCK_TILES
        ? await block(subject, first.column, first.row, kind, options)
        : await Promise.all(
            Array.from({ length: columns * rows }, (_, i) => {
              const at = { level: finer, column: first.column + (i % columns), row: first.row + Math.floor(i / columns) };
              return layers(subject, at, kind, options);
            }),
          );
    return coarseFromFiner(tiles, { columns, step, rect, finerWidth: width, finerHeight: height });
  }

  return {
    async tile(subject, place, probabilityOf, options) {
      const { across, down } = tilesOf(subject, checkedLevel(subject, place.level));
      if (place.column >= across || place.row >= down) {
        throw new GroveError(
          'invalid-input',
          `${subject.image.name} has no tile ${place.column}, ${place.row} at level ${place.level}.`,
        );
      }
      if (probabilityOf !== null && probabilityOf >= subject.model.classes.length) {
        throw new GroveError('invalid-input', `${subject.model.name} has no class ${probabilityOf}.`);
      }
      const { width, height } = rectOf(subject, place);
      const area = width * height;
      const segmentation = await layers(subject, place, 'segmentation', options);
      const probability = probabilityOf === null ? null : await layers(subject, place, 'probability', options);
      return {
        width,
        height,
        labels: segmentation.slice(0, area),
        confidence: segmentation.slice(area, 2 * area),
        probability: probability === null ? null : probability.slice(probabilityOf! * area, (probabilityOf! + 1) * area),
      };
    },

    async plane(subject, options) {
      const { across, down } = tilesOf(subject, 0);
      const histogram = Array.from({ length: subject.model.classes.length }, () => new Array<number>(101).fill(0));
      const blocks: { column: number; row: number }[] = [];
      for (let row = 0; row < down; row += BLOCK_TILES) {
        for (let column = 0; column < across; column += BLOCK_TILES) blocks.push({ column, row });
      }
      let done = 0;
      const lanes = blockLanes(Math.ceil(across / BLOCK_TILES), threads, 2 * AREA * BLOCK_TILES ** 2);
      await runAhead(
        blocks,
        lanes.ahead,
        ({ column, row }, signal) => {
          const lane = lanes.of(Math.floor(column / BLOCK_TILES));
          return block(subject, column, row, 'segmentation', { ...options, signal, lane });
        },
        (tiles) => {
          for (const tile of tiles) countConfidence(tile, histogram);
          done++;
          options.onProgress?.(done, blocks.length);
        },
        options.signal,
      );
      return histogram;
    },

    forgetModel: (modelId) => cache.forget(`${modelId}|`),
  };
}

function checkedLevel(subject: PredictionSubject, level: number): number {
  if (level < subject.levels.length) return level;
  throw new GroveError(
    'invalid-input',
    `${subject.image.name} has no level ${level}; the coarsest is ${subject.levels.length - 1}.`,
  );
}

function countConfidence(tile: Uint8Array, histogram: number[][]): void {
  const area = tile.length / 2;
  // A pixel may have no class where a network allows several or none.
  for (let i = 0; i < area; i++) if (tile[i]! > 0) histogram[tile[i]! - 1]![tile[area + i]!]!++;
}
