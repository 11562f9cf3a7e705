import type { PixelArray, Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import { type NamedFile, unsupported } from '../reading/read-errors.ts';
import { BYTES_PER_ELEMENT } from './array-header.ts';
import type { DecodedChunk } from './chunk-reader.ts';
import { inParallel } from './in-parallel.ts';
import type { LevelArray } from './level-array.ts';
import type { AxisRole } from './multiscale.ts';

export interface Region {
  readonly t: number;
  /** Of the full resolution. */
  readonly z: number;
  readonly rect: Rect;
  readonly channels: readonly number[];
}

export interface RegionReader {
  /** Copies a region into `target`, shape (channels, height, width). Throws GroveError 'corrupt' and 'unreadable'. */
  read(region: Region, target: PixelArray): Promise<void>;
  /** Forgets what is cached. */
  close(): void;
}

/** Decoded chunks on their way at once. */
const BYTES_AT_ONCE = 64 * 2 ** 20;
const CHUNKS_AT_ONCE = 8;

/** Reads regions of a resolution chunk by chunk; `fullSizeZ` is the number of planes of the full resolution. */
export function createRegionReader(file: NamedFile, level: LevelArray, fullSizeZ: number, cache: ChunkCache): RegionReader {
  const { header } = level.reader;
  const { axes } = level;
  const grid = header.shape.map((size, axis) => Math.ceil(size / header.chunks[axis]!));
  const chunkBytes = header.chunks.reduce((product, size) => product * size, BYTES_PER_ELEMENT[header.type]);
  const atOnce = Math.max(1, Math.min(CHUNKS_AT_ONCE, Math.floor(BYTES_AT_ONCE / chunkBytes)));
  const decoding = new Map<number, Promise<DecodedChunk | null>>();
  /** The same for all chunks; known from the first one. */
  let strides: readonly number[] = [];

  const chunkSize = (role: AxisRole): number => (axes[role] === undefined ? 1 : header.chunks[axes[role]]!);
  const strideOf = (role: AxisRole): number => (axes[role] === undefined ? 0 : strides[axes[role]]!);

  const [acrossC, height, width] = [chunkSize('c'), chunkSize('y'), chunkSize('x')];

  /** The chunks that a region meets, by their places along c, y and x. */
  function* piecesOf(rect: Rect, channels: readonly number[]): Generator<{ c: number; row: number; column: number }> {
    for (const c of new Set(channels.map((channel) => Math.floor(channel / acrossC)))) {
      for (let row = Math.floor(rect.y / height); row * height < rect.y + rect.height; row++) {
        for (let column = Math.floor(rect.x / width); column * width < rect.x + rect.width; column++) yield { c, row, column };
      }
    }
  }

  async function chunkAt(place: readonly number[]): Promise<PixelArray | null> {
    const key = place.reduce((number, index, axis) => number * grid[axis]! + index, 0);
    const known = cache.get(level, key);
    if (known !== undefined) return known;
    let work = decoding.get(key);
    if (work === undefined) {
      work = level.reader.read(place).finally(() => decoding.delete(key));
      decoding.set(key, work);
    }
    const chunk = await work;
    if (chunk === null) return null;
    strides = chunk.strides;
    cache.set(level, key, chunk.pixels);
    return chunk.pixels;
  }

  return {
    async read({ t, z, rect, channels }, target) {
      const planeZ = Math.min(level.sizeZ - 1, Math.floor((z * level.sizeZ) / fullSizeZ));
      const fill = fillOf(file, level);
      await inParallel(piecesOf(rect, channels), atOnce, async ({ c, row, column }) => {
        const place = header.shape.map(() => 0);
        const put = (role: AxisRole, index: number): void => {
          if (axes[role] !== undefined) place[axes[role]] = index;
        };
        put('t', Math.floor(t / chunkSize('t')));
        put('c', c);
        put('z', Math.floor(planeZ / chunkSize('z')));
        put('y', row);
        put('x', column);
        const pixels = await chunkAt(place);
        const x = Math.max(rect.x, column * width);
        const y = Math.max(rect.y, row * height);
        const across = Math.min(rect.x + rect.width, (column + 1) * width) - x;
        const down = Math.min(rect.y + rect.height, (row + 1) * height) - y;
        for (const [i, channel] of channels.entries()) {
          if (Math.floor(channel / acrossC) !== c) continue;
          const to = i * rect.width * rect.height + (y - rect.y) * rect.width + x - rect.x;
          if (pixels === null) {
            if (fill === 0) continue;
            for (let line = 0; line < down; line++) target.fill(fill, to + line * rect.width, to + line * rect.width + across);
            continue;
          }
          const from =
            (t % chunkSize('t')) * strideOf('t') +
            (channel % acrossC) * strideOf('c') +
            (planeZ % chunkSize('z')) * strideOf('z') +
            (y - row * height) * strideOf('y') +
            (x - column * width) * strideOf('x');
          copyStrided(pixels, from, strideOf('y'), strideOf('x'), target, to, rect.width, across, down);
        }
      });
    },
    close: () => cache.drop(level),
  };
}

function copyStrided(
  source: PixelArray,
  from: number,
  rowStride: number,
  columnStride: number,
  target: PixelArray,
  to: number,
  targetStride: number,
  width: number,
  height: number,
): void {
  if (columnStride === 1) {
    copyRegion(source, from, rowStride, target, to, targetStride, width, height);
    return;
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      target[to + y * targetStride + x] = source[from + y * rowStride + x * columnStride]!;
    }
  }
}

/** The fill value as a sample. */
function fillOf(file: NamedFile, { reader }: LevelArray): number {
  const { fill, type, path } = reader.header;
  const value = Number(fill);
  const narrow = type === 'int64' ? value | 0 : type === 'uint64' ? value >>> 0 : value;
  if (narrow !== value && !Number.isNaN(value)) {
    throw unsupported(file, `has the fill value ${fill} in ${path}, too large for 32 bits`, 'write it as float64 or int32');
  }
  return value;
}
