import { type CrfSettings, crfKey } from '#core/model/crf.ts';
import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { IntensityRange } from '#core/segmentation/crf/crf-input.ts';
import { CRF_TILE, crfParameters, crfRegion } from '#core/segmentation/crf/crf-parameters.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import { createBudgetedCache } from '../budgeted-cache.ts';
import type { ImageSources, KnownImage } from '../images/image-sources.ts';
import type { ComputePool, RunOptions } from '../ports.ts';
import type { SegmentingModel } from '../prediction/segmenting-model.ts';
import { createSharedWork } from '../shared-work.ts';

/** Refines what models say by a dense conditional random field. */
export interface CrfRegions {
  /**
   * The model with its answer refined; the model itself at strength 0. A plane is refined in tiles of CRF_TILE that begin at its upper
   * left, each seen with all that its labels depend on, so that a pixel's label depends on neither the part asked for nor the threads.
   * Probabilities are the marginals of the field; confidence is 100 everywhere or the model's own, as the settings say.
   */
  refined(model: SegmentingModel, image: KnownImage, settings: CrfSettings): SegmentingModel;
}

/** A refined tile of the grid. */
interface RefinedTile {
  readonly rect: Rect;
  readonly labels: Uint8Array;
  /** Percent, of the model, before the field. */
  readonly before: Uint8Array;
  /** Shape (classes, height, width). */
  readonly marginals: Float32Array;
}

/** What a field is computed for. */
interface CrfSubject {
  readonly model: SegmentingModel;
  readonly image: KnownImage;
  readonly strength: number;
}

/** Tiles kept in memory: the viewer asks for four parts of one, and blocks of an export may lie across the grid. */
const KEEP_BYTES = 256 * 2 ** 20;

/** Planes whose ranges are remembered. */
const KEEP_RANGES = 4096;

export function createCrfRegions(pool: ComputePool, sources: ImageSources, keepBytes = KEEP_BYTES): CrfRegions {
  const kept = createBudgetedCache<RefinedTile>(keepBytes);
  const underWay = createSharedWork<RefinedTile>();
  const ranges = createBudgetedCache<readonly IntensityRange[]>(KEEP_RANGES);
  const rangesUnderWay = createSharedWork<readonly IntensityRange[]>();

  /** What counts as dark and bright: of the whole plane, so that all of its tiles agree. */
  async function rangesOf(image: KnownImage, plane: PlaneIndex, options: RunOptions): Promise<readonly IntensityRange[]> {
    const key = `${image.contentHash}|${plane.scene}.${plane.z}.${plane.t}`;
    const known = ranges.get(key);
    if (known !== undefined) return known;
    return rangesUnderWay.run(key, options.signal, async (signal) => {
      const shared = withoutProgress(options, signal);
      const found = await pool.run('image.range', { source: await sources.of(image, shared), plane }, shared);
      const wanted = found.map(({ low, high }) => ({ low, high }));
      ranges.set(key, wanted, 1);
      return wanted;
    });
  }

  async function compute(
    { model, image, strength }: CrfSubject,
    plane: PlaneIndex,
    core: Rect,
    options: RunOptions,
  ): Promise<RefinedTile> {
    const { width, height } = sceneOf(image.info, plane.scene);
    const rect = crfRegion(core, crfParameters(strength), width, height);
    const [all, predicted, source] = await Promise.all([
      rangesOf(image, plane, options),
      model.predict(plane, rect, true, options),
      sources.of(image, options),
    ]);
    const { classes, channels, mayBeNone } = model;
    const { labels, marginals } = await pool.run(
      'crf.refine',
      {
        ...{ source, plane, rect, core, channels, mayBeNone, strength },
        ranges: channels.map((channel) => all[channel]!),
        probabilities: predicted.probabilities!,
        classes: classes.length,
      },
      options,
    );
    const before = new Uint8Array(core.width * core.height);
    const from = (core.y - rect.y) * rect.width + core.x - rect.x;
    copyRegion(predicted.confidence, from, rect.width, before, 0, core.width, core.width, core.height);
    return { rect: core, labels, before, marginals };
  }

  async function tile(
    subject: CrfSubject,
    plane: PlaneIndex,
    column: number,
    row: number,
    options: RunOptions,
  ): Promise<RefinedTile> {
    const { model, image, strength } = subject;
    const place = `${plane.scene}.${plane.z}.${plane.t}|${row}.${column}`;
    const key = [model.id, model.channels.join(), image.contentHash, strength, place].join('|');
    const known = kept.get(key);
    if (known !== undefined) return known;
    return underWay.run(key, options.signal, async (signal) => {
      const { width, height } = sceneOf(image.info, plane.scene);
      const [x, y] = [column * CRF_TILE, row * CRF_TILE];
      const core = { x, y, width: Math.min(CRF_TILE, width - x), height: Math.min(CRF_TILE, height - y) };
      const made = await compute(subject, plane, core, withoutProgress(options, signal));
      kept.set(key, made, made.labels.length * 2 + made.marginals.byteLength);
      return made;
    });
  }

  return {
    refined(model, image, settings) {
      const { strength, confidence } = settings;
      if (strength === 0) return model;
      const subject = { model, image, strength };
      return {
        ...model,
        refinement: crfKey(settings),
        async predict(plane, rect, probabilities, options) {
          const places: (readonly [number, number])[] = [];
          for (let row = Math.floor(rect.y / CRF_TILE); row * CRF_TILE < rect.y + rect.height; row++) {
            for (let column = Math.floor(rect.x / CRF_TILE); column * CRF_TILE < rect.x + rect.width; column++) {
              places.push([column, row]);
            }
          }
          const tiles = await Promise.all(places.map(([column, row]) => tile(subject, plane, column, row, options)));
          return assemble(tiles, rect, confidence, probabilities ? model.classes.length : 0);
        },
      };
    },
  };
}

/** A part of a plane out of the tiles that it touches; `layers` = classes whose marginals are wanted, or 0. */
function assemble(
  tiles: readonly RefinedTile[],
  rect: Rect,
  confidence: CrfSettings['confidence'],
  layers: number,
): TilePrediction {
  const area = rect.width * rect.height;
  const whole = {
    labels: new Uint8Array(area),
    confidence: new Uint8Array(area).fill(100),
    probabilities: layers > 0 ? new Float32Array(layers * area) : null,
  };
  for (const part of tiles) {
    const x = Math.max(part.rect.x, rect.x);
    const y = Math.max(part.rect.y, rect.y);
    const width = Math.min(part.rect.x + part.rect.width, rect.x + rect.width) - x;
    const height = Math.min(part.rect.y + part.rect.height, rect.y + rect.height) - y;
    const from = (y - part.rect.y) * part.rect.width + x - part.rect.x;
    const to = (y - rect.y) * rect.width + x - rect.x;
    const copy = <T extends Uint8Array | Float32Array>(source: T, k: number, target: T): void =>
      copyRegion(source, k * part.labels.length + from, part.rect.width, target, k * area + to, rect.width, width, height);
    copy(part.labels, 0, whole.labels);
    if (confidence === 'before') copy(part.before, 0, whole.confidence);
    if (whole.probabilities !== null) for (let k = 0; k < layers; k++) copy(part.marginals, k, whole.probabilities);
  }
  return { rect, ...whole };
}

/** For work that several callers share: their signals and their progress are their own. */
function withoutProgress({ onProgress: _, ...options }: RunOptions, signal: AbortSignal): RunOptions {
  return { ...options, signal };
}
