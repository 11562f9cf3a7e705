import { extname } from 'node:path';
import type { Rect } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import type { ResultFiles, ResultImage, ResultWriter } from '../ports.ts';
import type { ExportOutputs, ExportSubject } from './export-request.ts';

/** Edge of the tiles of the files written. */
export const FILE_TILE = 512;

/** Turns predicted file tiles, given plane by plane and row by row, into one file. `rect` of a tile counts from the upper left of the part. */
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
  { model, image: { info }, part }: ExportSubject,
  description: string,
): Promise<ResultSink[]> {
  const classes = model.classes.map(({ name, color }) => ({ name, color }));
  const scenes = part.scenes.map((scene) => {
    const { name, well } = sceneOf(info, scene);
    const { width, height } = part.regions.get(scene)!;
    return { name, width, height, ...(well !== undefined && { well }) };
  });
  const { width, height } = scenes[0]!;
  const common = {
    ...{ scenes, sizeZ: part.sizeZ, sizeT: part.sizeT, pixelSizeUm: info.pixelSizeUm, description, coarsen: 'nearest' as const },
    ...(info.timeStepS !== undefined && part.sizeT > 1 && { timeStepS: info.timeStepS }),
  };
  const grey = (name: string): ResultImage['channels'] => [{ name, color: null }];
  const opened: ResultSink[] = [];
  const open = async (image: ResultImage, content: (tile: TilePrediction) => Uint8Array | Float32Array): Promise<void> => {
    const zarr = extname(image.path).toLowerCase() === '.zarr';
    opened.push(imageSink(files, await (zarr ? files.omeZarr(image) : files.omeTiff(image)), image.path, content));
  };
  try {
    if (outputs.path.toLowerCase().endsWith('.png')) opened.push(pngSink(files, outputs, width, height));
    else if (outputs.format === 'labels') {
      const image: ResultImage = { ...common, path: outputs.path, channels: grey('Labels'), pixelType: 'uint8' };
      await open(image, (tile) => labelsOf(tile, outputs.minConfidence));
    } else {
      const image: ResultImage = { ...common, path: outputs.path, channels: classes, pixelType: 'uint8' };
      await open(image, (tile) => masksOf(tile, outputs.minConfidence, classes.length));
    }
    if (outputs.probabilities !== null) {
      const image: ResultImage = {
        ...common,
        path: outputs.probabilities,
        channels: classes,
        pixelType: 'float32',
        coarsen: 'mean',
      };
      await open(image, (tile) => tile.probabilities!);
    }
    if (outputs.confidence !== null) {
      const image: ResultImage = { ...common, path: outputs.confidence, channels: grey('Confidence (%)'), pixelType: 'uint8' };
      await open(image, (tile) => tile.confidence);
    }
    return opened;
  } catch (error) {
    for (const sink of opened) await sink.abandon();
    throw error;
  }
}

function imageSink(
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
      await files.png(path, { width, height, channels: 1, data: pixels });
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
