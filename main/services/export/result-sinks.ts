import type { ClassifierInfo } from '#core/model/classifier.ts';
import type { ImageInfo, Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import type { ResultFiles, ResultImage, ResultWriter } from '../ports.ts';
import type { ExportOutputs } from './export-request.ts';

/** Edge of the tiles of the files written. */
export const FILE_TILE = 512;

/** Turns predicted file tiles, given row by row, into one file. */
export interface ResultSink {
  readonly path: string;
  write(tile: TilePrediction): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** Opens all files asked for; when one of them fails, none stays. */
export async function openSinks(
  files: ResultFiles,
  outputs: ExportOutputs,
  model: ClassifierInfo,
  info: ImageInfo,
  description: string,
): Promise<ResultSink[]> {
  const { width, height, pixelSizeUm } = info;
  const classes = model.classes.map(({ name, color }) => ({ name, color }));
  const scenes = [{ name: 'Scene 1', width, height }];
  const common = { scenes, sizeZ: 1, sizeT: 1, pixelSizeUm, description, coarsen: 'nearest' as const };
  const grey = (name: string): ResultImage['channels'] => [{ name, color: null }];
  const opened: ResultSink[] = [];
  const tiff = async (image: ResultImage, content: (tile: TilePrediction) => Uint8Array | Float32Array): Promise<void> => {
    opened.push(tiffSink(files, await files.omeTiff(image), image.path, content));
  };
  try {
    if (outputs.path.toLowerCase().endsWith('.png')) opened.push(pngSink(files, outputs, width, height));
    else if (outputs.format === 'labels') {
      const image: ResultImage = { ...common, path: outputs.path, channels: grey('Labels'), pixelType: 'uint8' };
      await tiff(image, (tile) => labelsOf(tile, outputs.minConfidence));
    } else {
      const image: ResultImage = { ...common, path: outputs.path, channels: classes, pixelType: 'uint8' };
      await tiff(image, (tile) => masksOf(tile, outputs.minConfidence, classes.length));
    }
    if (outputs.probabilities !== null) {
      const image: ResultImage = {
        ...common,
        path: outputs.probabilities,
        channels: classes,
        pixelType: 'float32',
        coarsen: 'mean',
      };
      await tiff(image, (tile) => tile.probabilities!);
    }
    if (outputs.confidence !== null) {
      const image: ResultImage = { ...common, path: outputs.confidence, channels: grey('Confidence (%)'), pixelType: 'uint8' };
      await tiff(image, (tile) => tile.confidence);
    }
    return opened;
  } catch (error) {
    for (const sink of opened) await sink.abandon();
    throw error;
  }
}

function tiffSink(
  files: ResultFiles,
  writer: ResultWriter,
  path: string,
  content: (tile: TilePrediction) => Uint8Array | Float32Array,
): ResultSink {
  if (writer.tileEdge !== FILE_TILE) throw new Error(`Result files have tiles of ${writer.tileEdge} pixels, not ${FILE_TILE}.`);
  let finished = false;
  return {
    path,
    write: (tile) => writer.write(content(tile)),
    async finish() {
      await writer.finish();
      finished = true;
    },
    async abandon() {
      if (finished) await files.remove(path);
      else await writer.abandon();
    },
  };
}

function pngSink(files: ResultFiles, { path, minConfidence }: ExportOutputs, width: number, height: number): ResultSink {
  const pixels = new Uint8Array(width * height);
  let finished = false;
  return {
    path,
    async write(tile) {
      const { x, y, width: across, height: down }: Rect = tile.rect;
      copyRegion(labelsOf(tile, minConfidence), 0, across, pixels, y * width + x, width, across, down);
    },
    async finish() {
      await files.greyPng(path, width, height, pixels);
      finished = true;
    },
    async abandon() {
      if (finished) await files.remove(path);
    },
  };
}

/** k + 1 where class k is confident enough, else 0. */
function labelsOf({ labels, confidence }: TilePrediction, minConfidence: number): Uint8Array {
  if (minConfidence === 0) return labels;
  return labels.map((label, i) => (confidence[i]! >= minConfidence ? label : 0));
}

/** A mask per class, 255 where it is the confident answer; shape (classes, height, width). */
function masksOf({ labels, confidence }: TilePrediction, minConfidence: number, classes: number): Uint8Array {
  const masks = new Uint8Array(classes * labels.length);
  for (let i = 0; i < labels.length; i++) {
    if (confidence[i]! >= minConfidence) masks[(labels[i]! - 1) * labels.length + i] = 255;
  }
  return masks;
}
