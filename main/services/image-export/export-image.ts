import type { ExportedImage, Progress } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { ChannelDisplay, PixelArray, PlaneIndex, Rect } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { checkPng } from '../export/check-outputs.ts';
import { type ImagePart, partOf } from '../export/export-request.ts';
import type { ImageSources, KnownImage } from '../images/image-sources.ts';
import type { LevelReader } from '../images/level-reader.ts';
import type { Clock, ComputePool, ResultFiles, ResultWriter } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import { createSecondsLeft } from '../seconds-left.ts';
import { checkExportFile, exportKind } from './check-export-file.ts';
import { writePicture } from './write-picture.ts';

export interface ImageExport {
  readonly image: KnownImage & { readonly name: string };
  /** .ome.tif, .tif, .ome.zarr, or .png for one plane. */
  readonly path: string;
  /** Text of a subset; empty = the whole image. */
  readonly subset: string;
  /** Resolution; those that the file lacks are made. */
  readonly level: number;
  /** Part of each plane in pixels of level 0, besides what X and Y of the subset take; null = the whole. */
  readonly region: Rect | null;
  /** How the image is shown, for PNG of several channels. */
  readonly display: readonly ChannelDisplay[];
  /** Files, besides the image, that must not be overwritten. */
  readonly inputs?: readonly string[];
}

export interface ImageExportMeans {
  readonly pool: ComputePool;
  readonly sources: ImageSources;
  readonly levels: LevelReader;
  readonly files: ResultFiles;
  readonly clock: Clock;
  readonly appVersion: string;
}

export interface ImageExportOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/**
 * Writes planes of an image to a file of another kind, with names and colours of channels, and the pixel size of the resolution
 * taken. Pixels stay as they are; a PNG of several channels (which is not red, green and blue) is the picture that the window
 * shows. Tiles are read a little ahead of the writer, so memory stays bounded. When it fails or is cancelled, nothing stays.
 */
export async function exportImage(
  request: ImageExport,
  means: ImageExportMeans,
  { signal, progress }: ImageExportOptions = {},
): Promise<ExportedImage> {
  const { image, path, level, inputs = [] } = request;
  await checkExportFile(path, [image.path, ...inputs]);
  const part = partOf(image, request.subset);
  checkPng(request, part);
  const regions = regionsAt(request, part, means.levels);
  const { width, height } = regions.get(part.scenes[0]!)!;
  const counted = { path, width, height, planes: part.planes.length, channels: part.channels.length };
  const read = async (plane: PlaneIndex, rect: Rect, inner?: AbortSignal): Promise<PixelArray> => {
    const options = { priority: 3, ...(inner && { signal: inner }) };
    const all = image.info.channels.length;
    const { data } = await means.levels.read(image, plane, level, rect, options);
    return part.channels.length === all ? data : pickChannels(data, part.channels, rect.width * rect.height);
  };
  if (exportKind(path) === 'png') {
    const data = await read(part.planes[0]!, regions.get(part.planes[0]!.scene)!, signal);
    await writePicture(
      { path, width, height, data, info: image.info, channels: part.channels, display: request.display },
      means.files,
    );
    return counted;
  }
  const writer = await openWriter(request, part, regions, means);
  const secondsLeft = createSecondsLeft(means.clock);
  const total = countTiles(part, regions, writer.tileEdge);
  let done = 0;
  try {
    await runAhead(
      tilesOf(part, regions, writer.tileEdge),
      means.pool.threads + 1,
      ({ plane, rect }, inner) => read(plane, rect, inner),
      async (tile) => {
        await writer.write(tile);
        done++;
        progress?.({ done, total, stage: 'Exporting', secondsLeft: secondsLeft(done, total) });
      },
      signal,
    );
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  return counted;
}

/** The part of each scene in pixels of the resolution asked for. */
function regionsAt({ image, level, region }: ImageExport, part: ImagePart, levels: LevelReader): Map<number, Rect> {
  return new Map(
    [...part.regions].map(([scene, selected]) => {
      const all = levels.levels(image, scene);
      const size = all[level];
      if (size === undefined) {
        const message = `${image.name} has ${all.length} resolutions, counted from 0, so there is no number ${level}; choose a smaller one.`;
        throw new GroveError('invalid-input', message, { file: image.path });
      }
      const asked = region === null ? selected : overlap(selected, region, image);
      const x = Math.floor(asked.x / size.downsample);
      const y = Math.floor(asked.y / size.downsample);
      const right = Math.min(size.width, Math.ceil((asked.x + asked.width) / size.downsample));
      const bottom = Math.min(size.height, Math.ceil((asked.y + asked.height) / size.downsample));
      return [scene, { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) }];
    }),
  );
}

function overlap(a: Rect, b: Rect, { name, path }: ImageExport['image']): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  if (width > 0 && height > 0) return { x, y, width, height };
  const where = `${b.width} × ${b.height} pixels at (${b.x}, ${b.y})`;
  throw new GroveError('invalid-input', `${name} has nothing at ${where}; choose a part that it has.`, { file: path });
}

function openWriter(
  { image, path, level }: ImageExport,
  part: ImagePart,
  regions: ReadonlyMap<number, Rect>,
  { files, levels, appVersion }: ImageExportMeans,
): Promise<ResultWriter> {
  const { info, name } = image;
  const { downsample } = levels.levels(image, part.scenes[0]!)[level]!;
  const scaled = (size: number | null): number | null => (size === null ? null : size * downsample);
  const { x, y, z } = info.pixelSizeUm;
  const result = {
    path,
    scenes: part.scenes.map((scene) => {
      const { name: sceneName, well } = sceneOf(info, scene);
      const { width, height } = regions.get(scene)!;
      return { name: sceneName, width, height, ...(well !== undefined && { well }) };
    }),
    sizeZ: part.sizeZ,
    sizeT: part.sizeT,
    channels: part.channels.map((channel) => info.channels[channel]!),
    rgb: info.rgb && part.channels.length === 3,
    pixelType: info.pixelType,
    pixelSizeUm: { x: scaled(x), y: scaled(y), z },
    ...(info.timeStepS !== undefined && part.sizeT > 1 && { timeStepS: info.timeStepS }),
    coarsen: 'mean' as const,
    description: `${name} exported by Grove ${appVersion}.`,
  };
  return exportKind(path) === 'ome-zarr' ? files.omeZarr(result) : files.omeTiff(result);
}

/** Tiles in the order of the file, in pixels of the resolution. */
function* tilesOf(
  part: ImagePart,
  regions: ReadonlyMap<number, Rect>,
  edge: number,
): Generator<{ plane: PlaneIndex; rect: Rect }> {
  for (const plane of part.planes) {
    const { x: left, y: top, width, height } = regions.get(plane.scene)!;
    for (let y = 0; y < height; y += edge) {
      for (let x = 0; x < width; x += edge) {
        const rect = { x: left + x, y: top + y, width: Math.min(edge, width - x), height: Math.min(edge, height - y) };
        yield { plane, rect };
      }
    }
  }
}

function countTiles(part: ImagePart, regions: ReadonlyMap<number, Rect>, edge: number): number {
  return part.planes.reduce((sum, { scene }) => {
    const { width, height } = regions.get(scene)!;
    return sum + Math.ceil(width / edge) * Math.ceil(height / edge);
  }, 0);
}

function pickChannels(data: PixelArray, channels: readonly number[], area: number): PixelArray {
  const picked = data.slice(0, channels.length * area);
  for (const [i, channel] of channels.entries()) {
    picked.set(data.subarray(channel * area, (channel + 1) * area) as ArrayLike<number>, i * area);
  }
  return picked;
}
