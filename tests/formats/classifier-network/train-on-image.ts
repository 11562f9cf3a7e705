import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import { setFeatures } from '#core/features/feature-sets.ts';
import { sampleRows } from '#core/features/sample-rows.ts';
import { binRows } from '#core/forest/bin-rows.ts';
import { combineTrees } from '#core/forest/combine-trees.ts';
import { growTrees } from '#core/forest/grow-trees.ts';
import type { PixelClassifier } from '#core/model/classifier.ts';
import type { FeatureSetId } from '#core/model/features.ts';
import { allocatePixels, type PixelBlock, type PixelType } from '#core/model/image.ts';
import { CLASS_COLORS } from '#core/model/label.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import { createTilePredictor } from '#core/segmentation/tile-predictor.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';

export interface LabelledImage {
  readonly image: PixelBlock;
  /** 0 = background, 1 = nucleus, 2 = rim of a nucleus; shape (height, width). */
  readonly truth: Uint8Array;
}

/** Nuclei and cells as another pixel type: 8 bits hold the lowest counts, floats a range around 0. */
export function drawAs(pixelType: PixelType, channels: 1 | 2, width: number, height: number, seed: number): LabelledImage {
  const drawn = drawNuclei({ width, height, seed });
  const data = allocatePixels(pixelType, channels * width * height);
  const convert = (count: number): number => {
    if (pixelType === 'float32' || pixelType === 'float64') return count / 7000 - 0.1;
    if (pixelType === 'uint8') return Math.min(255, count >> 3);
    return pixelType === 'int16' ? count - 500 : count;
  };
  for (let i = 0; i < data.length; i++) data[i] = convert(drawn.pixels[i]!);
  const { nuclei } = drawn;
  const truth = Uint8Array.from(nuclei, (n, i) => {
    if (n === 0) return 0;
    const rim = [i - 1, i + 1, i - width, i + width].some((j) => nuclei[j] !== n);
    return rim ? 2 : 1;
  });
  return { image: { width, height, channels, data }, truth };
}

export interface Training {
  readonly set: FeatureSetId;
  readonly pixelType: PixelType;
  readonly trees?: number;
  /** Every how manieth pixel is labelled. */
  readonly every?: number;
}

export interface TrainedOnImage {
  readonly classifier: PixelClassifier;
  /** Feature rows, shape (labelled pixels, features), and their classes. */
  readonly rows: Float32Array;
  readonly labels: Uint8Array;
}

/** Trains on the image itself, all channels, three classes. */
export function trainOn({ image, truth }: LabelledImage, { set, pixelType, trees = 25, every = 37 }: Training): TrainedOnImage {
  const kernels = loadKernels();
  const mark = kernels.arena.mark();
  const { width, height, channels } = image;
  const extractor = createFeatureExtractor(kernels, { set, channels, maxWidth: width, maxHeight: height });
  extractor.loadInput(image, { tile: { x: 0, y: 0, width, height }, imageWidth: width, imageHeight: height });
  const at = Array.from({ length: Math.ceil((width * height) / every) }, (_, i) => i * every);
  const rows = sampleRows(kernels.arena, extractor, width, at);
  kernels.arena.reset(mark);
  const labels = Uint8Array.from(at, (i) => truth[i]!);
  const features = setFeatures(set).length * channels;
  const seed = 5;
  const table = binRows(rows, features, labels, 3);
  const used = [0, 1, 2].map((k) => labels.filter((label) => label === k).length);
  const { forest, report } = combineTrees(table, [growTrees(table, seed, 0, trees)], used);
  const classifier: PixelClassifier = {
    forest,
    info: {
      id: '0b6f5f3c-52a1-4f0b-9a57-2f1d4c9b7e10',
      ...{ name: 'Nuclei', description: 'Drawn.', version: 2, created: '2026-11-23T10:00:00.000Z', appVersion: '0.1.0' },
      classes: ['Background', 'Nucleus', 'Rim'].map((name, k) => ({ name, color: CLASS_COLORS[k]! })),
      channelNames: ['DAPI', 'Actin'].slice(0, channels),
      pixelType,
      features: { set, channels: Array.from({ length: channels }, (_, c) => c) },
      ...{ trees, seed, trainingHash: 'cd'.repeat(32), trainingImages: ['nuclei.tif'], report },
    },
  };
  return { classifier, rows, labels };
}

/** What Grove's own evaluation gives for a whole image. */
export function predictNatively({ info, forest }: PixelClassifier, image: PixelBlock): TilePrediction {
  const kernels = loadKernels();
  const mark = kernels.arena.mark();
  const { width, height } = image;
  const predictor = createTilePredictor(kernels, { settings: info.features, forest, maxWidth: width, maxHeight: height });
  const place = { tile: { x: 0, y: 0, width, height }, imageWidth: width, imageHeight: height };
  const prediction = predictor.predict(image, place, true);
  kernels.arena.reset(mark);
  return prediction;
}
