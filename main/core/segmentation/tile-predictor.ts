import { createFeatureExtractor } from '../features/create-feature-extractor.ts';
import type { InputPlace } from '../features/feature-extractor.ts';
import { predictBlock } from '../forest/predict-block.ts';
import { PACKET_COLUMNS, PACKET_ROWS, prepareForest } from '../forest/prepare-forest.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { FeatureSettings } from '../model/features.ts';
import type { Forest } from '../model/forest.ts';
import type { PixelBlock } from '../model/image.ts';
import type { TilePrediction } from './tile-prediction.ts';

export interface TilePredictorOptions {
  readonly settings: FeatureSettings;
  readonly forest: Forest;
  /** Largest tile, in pixels. */
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/** One forest and its features, ready in one thread's kernel memory. */
export interface TilePredictor {
  /** Pixels needed around a tile on every side. */
  readonly halo: number;
  /**
   * Predicts `place.tile`. `block` holds the channels of the settings, in their order, over
   * `haloRect(place.tile, halo, place.imageWidth, place.imageHeight)`. The result depends only on the image and the forest, to the
   * last bit: not on where tiles begin or how large they are. Throws RangeError for a block of another size or too large a tile.
   */
  predict(block: PixelBlock, place: InputPlace, probabilities: boolean): TilePrediction;
}

/**
 * Allocates all it needs from the arena; it lives until the arena is reset. Features of a strip of rows are computed into kernel
 * memory and judged there while they are in the cache; nothing but results leaves it.
 */
export function createTilePredictor(kernels: Kernels, options: TilePredictorOptions): TilePredictor {
  const { arena } = kernels;
  const { settings, forest, maxWidth, maxHeight } = options;
  const channels = settings.channels.length;
  const extractor = createFeatureExtractor(kernels, { set: settings.set, channels, maxWidth, maxHeight });
  if (extractor.features !== forest.features) {
    throw new RangeError(`The forest expects ${forest.features} features, its settings make ${extractor.features}.`);
  }
  const prepared = prepareForest(kernels, forest, extractor.planeOf);
  const { classes } = forest;
  const largestStrip = Math.max(PACKET_COLUMNS, maxWidth) * Math.max(PACKET_ROWS, extractor.stripRows);
  const buffers = {
    labels: arena.alloc(largestStrip),
    confidence: arena.alloc(largestStrip),
    probabilities: arena.alloc(4 * classes * largestStrip),
  };

  return {
    halo: extractor.halo,
    predict(block, place, wantProbabilities) {
      const { width, height } = place.tile;
      const pixels = width * height;
      const labels = new Uint8Array(pixels);
      const confidence = new Uint8Array(pixels);
      const probabilities = wantProbabilities ? new Float32Array(classes * pixels) : null;
      const stride = Math.max(PACKET_COLUMNS, width);
      const planeStride = stride * Math.max(PACKET_ROWS, extractor.stripRows);
      const target = { ...buffers, probabilities: wantProbabilities ? buffers.probabilities : 0, stride, planeStride };

      extractor.loadInput(block, place);
      for (let y = 0; y < height; y += extractor.stripRows) {
        const rows = Math.min(extractor.stripRows, height - y);
        predictBlock(kernels, prepared, extractor.compute(y, rows), target);
        const extent = (rows - 1) * stride + width;
        copyRows(arena.uint8(target.labels, extent), stride, labels, y * width, width);
        copyRows(arena.uint8(target.confidence, extent), stride, confidence, y * width, width);
        if (probabilities === null) continue;
        for (let c = 0; c < classes; c++) {
          const plane = arena.float32(target.probabilities + 4 * c * planeStride, extent);
          copyRows(plane, stride, probabilities, c * pixels + y * width, width);
        }
      }
      return { rect: place.tile, labels, confidence, probabilities };
    },
  };
}

/** Copies rows of `width` samples that are `stride` apart to where they follow each other. */
function copyRows<T extends Uint8Array | Float32Array>(from: T, stride: number, to: T, offset: number, width: number): void {
  if (stride === width) {
    to.set(from, offset);
    return;
  }
  for (let at = 0; at < from.length; at += stride, offset += width) to.set(from.subarray(at, at + width), offset);
}
