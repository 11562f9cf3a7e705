import { basename, extname } from 'node:path';
import type { Progress } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { ChannelInfo, ImageInfo, PixelArray, PixelType, PlaneIndex, Rect } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { parseSubset, selectPlanes } from '#core/model/subset.ts';
import { toPixelType } from '#core/network/to-pixel-type.ts';
import type { KnownImage } from '../images/image-sources.ts';
import type { Clock, ResultFiles, ResultWriter } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import { createSecondsLeft } from '../seconds-left.ts';
import type { NetworkRegions } from './network-regions.ts';
import type { LoadedNetwork, NetworkTiles } from './network-tiles.ts';
import { subjectFor } from './network-use.ts';

export interface ProcessRequest {
  readonly network: LoadedNetwork;
  readonly image: KnownImage & { readonly name: string };
  /** .ome.tif, .tif or .ome.zarr */
  readonly path: string;
  /** Text of a subset; empty = the whole image. */
  readonly subset: string;
  readonly channels: readonly number[] | null;
}

export interface ProcessMeans {
  readonly regions: NetworkRegions;
  readonly tiles: NetworkTiles;
  readonly files: ResultFiles;
  readonly clock: Clock;
  readonly appVersion: string;
}

/** Tiles of the result under way at once: enough to keep the network busy while others are read and written. */
const AHEAD = 4;

/**
 * Runs a regression network over planes of an image into a new image with the calibration of the source, divided by the factor of a
 * super-resolution. Networks that work on values from 0 to 1 give integer images the pixel type of the source, rounded and cut to
 * its range; all others give 32-bit floats. When it fails or is cancelled, nothing half-written stays.
 */
export async function processImage(
  { network, image, path, subset, channels }: ProcessRequest,
  { regions, tiles, files, clock, appVersion }: ProcessMeans,
  { signal, progress }: { signal?: AbortSignal; progress?: (progress: Progress) => void } = {},
): Promise<{ path: string; note: string | null }> {
  const { info } = network;
  if (info.task !== 'Regression') {
    const message = `${info.name} is a network for ${info.task}, which does not make images; use it to segment or to classify.`;
    throw new GroveError('mismatch', message, { code: 'UNSUPPORTED_TYPE' });
  }
  const { planes, scenes, z, t } = selectPlanes(image.name, image.info, parseSubset(subset));
  const feed = subjectFor(network, image, planes[0]!, channels).feed;
  const pixelType: PixelType = info.values === 'unit' ? image.info.pixelType : 'float32';
  const sizes = scenes.map((scene) => {
    const { width, height, name, well } = sceneOf(image.info, scene);
    return { name, width: width * info.scale.x, height: height * info.scale.y, ...(well !== undefined && { well }) };
  });
  const { x, y, z: depth } = image.info.pixelSizeUm;
  const writer = await open(files, {
    path,
    scenes: sizes,
    sizeZ: z.length,
    sizeT: t.length,
    channels: outputChannels(image.info, feed.channels, info.outputs),
    rgb: image.info.rgb && info.outputs === 3,
    pixelType,
    pixelSizeUm: { x: x === null ? null : x / info.scale.x, y: y === null ? null : y / info.scale.y, z: depth },
    ...(image.info.timeStepS !== undefined && { timeStepS: image.info.timeStepS }),
    coarsen: 'mean',
    description: `${image.name} processed by Grove ${appVersion} with the network ${info.name}, id ${info.id}, hash ${info.hash}.`,
  });
  // A colour picture is given, and given back, as blue, green and red.
  const swapped = image.info.rgb && info.outputs === 3 && feed.channels.length === 3;
  const work = [...resultTiles(planes, scenes, sizes, writer.tileEdge)];
  const secondsLeft = createSecondsLeft(clock);
  let done = 0;
  try {
    await runAhead(
      work,
      AHEAD,
      async ({ plane, rect }, inner) => {
        const values = await regions.pixels({ network, image, plane, feed }, rect, { signal: inner, priority: 3 });
        return toPixelType(swapped ? reversedPlanes(values, 3) : values, pixelType);
      },
      async (tile: PixelArray) => {
        await writer.write(tile);
        done++;
        progress?.({ done, total: work.length, stage: 'Processing', secondsLeft: secondsLeft(done, work.length) });
      },
      signal,
    );
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  return { path, note: tiles.lastRun(network.file.key)?.note ?? null };
}

function open(files: ResultFiles, image: Parameters<ResultFiles['omeTiff']>[0]): Promise<ResultWriter> {
  switch (extname(image.path).toLowerCase()) {
    case '.tif':
    case '.tiff':
      return files.omeTiff(image);
    case '.zarr':
      return files.omeZarr(image);
    default: {
      const message = `${basename(image.path)} must end in .ome.tif or .ome.zarr.`;
      throw new GroveError('invalid-input', message, { file: image.path });
    }
  }
}

/** The channels of the image where the network gives as many as it takes, else numbered ones. */
function outputChannels({ channels, rgb }: ImageInfo, fed: readonly number[], outputs: number): readonly ChannelInfo[] {
  if (rgb && outputs === 3) return channels;
  if (fed.length === outputs) return fed.map((channel) => channels[channel]!);
  return Array.from({ length: outputs }, (_, k) => ({ name: `Output ${k + 1}`, color: null }));
}

/** The planes of values, shape (planes, …), from the last to the first. */
function reversedPlanes(values: Float32Array, planes: number): Float32Array {
  const area = values.length / planes;
  const reversed = new Float32Array(values.length);
  for (let k = 0; k < planes; k++) reversed.set(values.subarray(k * area, (k + 1) * area), (planes - 1 - k) * area);
  return reversed;
}

/** Tiles in the order of the file. */
function* resultTiles(
  planes: readonly PlaneIndex[],
  scenes: readonly number[],
  sizes: readonly { readonly width: number; readonly height: number }[],
  edge: number,
): Generator<{ plane: PlaneIndex; rect: Rect }> {
  for (const plane of planes) {
    const { width, height } = sizes[scenes.indexOf(plane.scene)]!;
    for (let y = 0; y < height; y += edge) {
      for (let x = 0; x < width; x += edge) {
        yield { plane, rect: { x, y, width: Math.min(edge, width - x), height: Math.min(edge, height - y) } };
      }
    }
  }
}
