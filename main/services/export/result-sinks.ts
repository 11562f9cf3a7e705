import { extname } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { allocatePixels, type PixelArray, type PixelType, type Rect } from '#core/model/image.ts';
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
  /** `pixels` are those of the image, all channels of the part, in its pixel type; only where `wantsPixels`. */
  write(tile: TilePrediction, pixels: PixelArray | null): Promise<void>;
  readonly wantsPixels: boolean;
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
  const chosen = outputs.classes ?? classes.map((_, k) => k);
  const absent = chosen.find((k) => classes[k] === undefined);
  if (absent !== undefined) {
    const message = `${model.name} has ${classes.length} classes, counted from 0, so there is no class ${absent}.`;
    throw new GroveError('invalid-input', message);
  }
  const grey = (name: string): ResultImage['channels'] => [{ name, color: null }];
  const opened: ResultSink[] = [];
  const open = async (image: ResultImage, content: TileContent, wantsPixels = false): Promise<void> => {
    const zarr = extname(image.path).toLowerCase() === '.zarr';
    const writer = await (zarr ? files.omeZarr(image) : files.omeTiff(image));
    opened.push(imageSink(files, writer, image.path, content, wantsPixels));
  };
  try {
    if (outputs.path.toLowerCase().endsWith('.png')) opened.push(pngSink(files, outputs, width, height));
    else if (outputs.format === 'labels') {
      const image: ResultImage = { ...common, path: outputs.path, channels: grey('Labels'), pixelType: 'uint8' };
      await open(image, (tile) => labelsOf(tile, outputs.minConfidence));
    } else if (outputs.format === 'multichannel') {
      const image: ResultImage = { ...common, path: outputs.path, channels: chosen.map((k) => classes[k]!), pixelType: 'uint8' };
      await open(image, (tile) => masksOf(tile, outputs.minConfidence, chosen));
    } else {
      const own = part.channels.map((channel) => info.channels[channel]!);
      const channels = [...own, ...chosen.map((k) => classes[k]!)];
      const image: ResultImage = { ...common, path: outputs.path, channels, pixelType: info.pixelType, coarsen: 'mean' };
      await open(image, (tile, pixels) => withMasks(info.pixelType, pixels!, masksOf(tile, outputs.minConfidence, chosen)), true);
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

type TileContent = (tile: TilePrediction, pixels: PixelArray | null) => PixelArray;

function imageSink(
  files: ResultFiles,
  writer: ResultWriter,
  path: string,
  content: TileContent,
  wantsPixels: boolean,
): ResultSink {
  if (writer.tileEdge !== FILE_TILE) throw new Error(`Result files have tiles of ${writer.tileEdge} pixels, not ${FILE_TILE}.`);
  let finished = false;
  return {
    path,
    wantsPixels,
    write: (tile, pixels) => writer.write(content(tile, pixels)),
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
    wantsPixels: false,
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

/** Masks of classes, 255 where one is the confident answer; shape (chosen, height, width). */
function masksOf({ labels, confidence }: TilePrediction, minConfidence: number, chosen: readonly number[]): Uint8Array {
  const masks = new Uint8Array(chosen.length * labels.length);
  const place = new Int32Array(256).fill(-1);
  for (const [i, k] of chosen.entries()) place[k + 1] = i * labels.length;
  for (let i = 0; i < labels.length; i++) {
    const at = place[labels[i]!]!;
    if (at >= 0 && confidence[i]! >= minConfidence) masks[at + i] = 255;
  }
  return masks;
}

/** Channels of an image with masks behind them. The masks take the pixel type of the image; 255 stays 255. */
function withMasks(type: PixelType, pixels: PixelArray, masks: Uint8Array): PixelArray {
  const all = allocatePixels(type, pixels.length + masks.length);
  all.set(pixels as ArrayLike<number>);
  all.set(masks, pixels.length);
  return all;
}
