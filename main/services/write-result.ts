import { basename, extname } from 'node:path';
import type { Progress } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { allocatePixels, type PixelArray, type PlaneIndex, type Rect } from '#core/model/image.ts';
import { isLabelPlace } from '#core/model/label-place.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { PNG_EDGE } from './export/check-outputs.ts';
import type { Clock, ResultFiles, ResultImage, ResultWriter } from './ports.ts';
import { runAhead } from './run-ahead.ts';
import { createSecondsLeft } from './seconds-left.ts';

export interface ResultWriting {
  readonly files: ResultFiles;
  readonly clock: Clock;
  /** What the work is called in progress. */
  readonly stage: string;
  /** Blocks read at once. */
  readonly ahead: number;
  /** Width of a block in pixels, rounded down to whole tiles of the file but at least one; a tile when left out. */
  readonly blockWidth?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** Pixels of a rectangle of a plane of the result, shape (channels, height, width). Planes and rectangles count from the result. */
export type ReadResult = (plane: PlaneIndex, rect: Rect, signal: AbortSignal) => Promise<PixelArray>;

/**
 * Writes an image whose pixels are asked for block by block, a little ahead of the file, in the order of the file: .ome.tif, .tif,
 * .ome.zarr, or .png for one plane of one channel (or red, green and blue) of 8 or 16 bits. Memory is bounded by the blocks, but
 * for PNG. When it fails or is cancelled, nothing stays.
 *
 * Throws GroveError 'invalid-input' and 'too-large' where a PNG cannot hold the image, and what reading and writing throw.
 */
export async function writeResult(image: ResultImage, read: ReadResult, writing: ResultWriting): Promise<void> {
  const writer = await openResult(image, writing.files);
  const { tileEdge } = writer;
  const across = Math.max(tileEdge, Math.floor((writing.blockWidth ?? tileEdge) / tileEdge) * tileEdge);
  const blocks = [...blocksOf(image, across, tileEdge)];
  const secondsLeft = createSecondsLeft(writing.clock);
  let done = 0;
  try {
    await runAhead(
      blocks,
      writing.ahead,
      ({ plane, rect }, signal) => read(plane, rect, signal),
      async (pixels, { rect }) => {
        for (let x = 0; x < rect.width; x += tileEdge) {
          await writer.write(columnsOf(image, pixels, rect, x, Math.min(tileEdge, rect.width - x)));
        }
        done++;
        const { stage } = writing;
        writing.progress?.({ done, total: blocks.length, stage, secondsLeft: secondsLeft(done, blocks.length) });
      },
      writing.signal,
    );
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/** Throws GroveError 'invalid-input' unless `path` ends like a file that writeResult makes. */
export function checkResultEnding(path: string): void {
  if (isLabelPlace(path) || ['.tif', '.tiff', '.zarr', '.png'].includes(extname(path).toLowerCase())) return;
  throw new GroveError('invalid-input', `${basename(path)} must end in .ome.tif, .ome.zarr or .png.`, { file: path });
}

/** Blocks that writeResult asks for, where tiles of the file have an edge of `tileEdge`. */
export function countBlocks(image: ResultImage, blockWidth: number, tileEdge: number): number {
  const across = Math.max(tileEdge, Math.floor(blockWidth / tileEdge) * tileEdge);
  const planes = image.sizeZ * image.sizeT;
  return image.scenes.reduce(
    (sum, { width, height }) => sum + planes * Math.ceil(width / across) * Math.ceil(height / tileEdge),
    0,
  );
}

async function openResult(image: ResultImage, files: ResultFiles): Promise<ResultWriter> {
  checkResultEnding(image.path);
  if (isLabelPlace(image.path)) return files.omeZarr(image);
  switch (extname(image.path).toLowerCase()) {
    case '.png':
      return pngWriter(image, files);
    case '.zarr':
      return files.omeZarr(image);
    default:
      return files.omeTiff(image);
  }
}

function* blocksOf(
  { scenes, sizeZ, sizeT }: ResultImage,
  across: number,
  down: number,
): Generator<{ plane: PlaneIndex; rect: Rect }> {
  for (const [scene, { width, height }] of scenes.entries()) {
    for (let t = 0; t < sizeT; t++) {
      for (let z = 0; z < sizeZ; z++) {
        for (let y = 0; y < height; y += down) {
          for (let x = 0; x < width; x += across) {
            const rect = { x, y, width: Math.min(across, width - x), height: Math.min(down, height - y) };
            yield { plane: { scene, z, t }, rect };
          }
        }
      }
    }
  }
}

/** Columns x … x + width - 1 of a block. */
function columnsOf({ channels, pixelType }: ResultImage, pixels: PixelArray, rect: Rect, x: number, width: number): PixelArray {
  if (width === rect.width) return pixels;
  const tile = allocatePixels(pixelType, channels.length * width * rect.height);
  copyRegion(pixels, x, rect.width, tile, 0, width, width, rect.height * channels.length);
  return tile;
}

function pngWriter({ path, scenes, sizeZ, sizeT, channels, rgb, pixelType }: ResultImage, files: ResultFiles): ResultWriter {
  const planes = scenes.length * sizeZ * sizeT;
  const refuse = (kind: 'invalid-input' | 'too-large', what: string): GroveError =>
    new GroveError(kind, `${basename(path)} ${what}; choose a .tif or .ome.zarr file.`, { file: path });
  if (planes > 1) throw refuse('invalid-input', `can hold one plane, not ${planes}`);
  const count = rgb === true && channels.length === 3 ? 3 : 1;
  if (channels.length !== count) throw refuse('invalid-input', `cannot hold ${channels.length} channels`);
  if (pixelType !== 'uint8' && pixelType !== 'uint16') throw refuse('invalid-input', `cannot hold ${pixelType} pixels`);
  const { width, height } = scenes[0]!;
  if (Math.max(width, height) > PNG_EDGE) {
    throw refuse('too-large', `would have ${width} × ${height} pixels and can have ${PNG_EDGE} × ${PNG_EDGE} at most`);
  }
  const data = allocatePixels(pixelType, count * width * height);
  const edge = 512;
  const columns = Math.ceil(width / edge);
  let next = 0;
  return {
    tileEdge: edge,
    async write(tile) {
      const [column, row] = [next % columns, Math.floor(next / columns)];
      next++;
      const across = Math.min(edge, width - column * edge);
      const down = Math.min(edge, height - row * edge);
      for (let channel = 0; channel < count; channel++) {
        const at = channel * width * height + row * edge * width + column * edge;
        copyRegion(tile, channel * across * down, across, data, at, width, across, down);
      }
    },
    finish: () => files.png(path, { width, height, channels: count, data }),
    // A PNG is written at once or not at all.
    async abandon() {},
  };
}
