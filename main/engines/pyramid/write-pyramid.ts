import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { allocatePixels, BYTES_PER_SAMPLE, FIRST_PLANE, type ImageInfo, type PlaneIndex } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { halvePlane } from '#core/raster/halve-plane.ts';
import { viewLevels } from '#core/raster/view-levels.ts';
import type { ImageFile } from '../../services/ports.ts';
import { diskError } from '../disk-error.ts';
import { openPyramid } from './open-pyramid.ts';
import { PYRAMID_MAGIC, PYRAMID_TILE, type PyramidLayout, pyramidLayout, tileOffset, tilesAcross } from './pyramid-layout.ts';

/** Largest block read at once from the image, in bytes. */
const READ_BYTES = 32 * 2 ** 20;

/** Columns read at once from an image that is stored in chunks narrower than itself. */
const READ_COLUMNS = 4096;

export interface PyramidProgress {
  throwIfCancelled(): void;
  progress(done: number, total: number): void;
}

/**
 * Writes the levels that `file` lacks for one plane, each the 2 × 2 mean of the one before, all channels, and returns what the
 * pyramid file is. Memory stays bounded by a few tile rows; a file that is not complete never stands under `path`.
 */
export async function writePyramid(file: ImageFile, plane: PlaneIndex, path: string, job: PyramidProgress): Promise<ImageInfo> {
  const stored = sceneOf(file.info, plane.scene).levels;
  const levels = viewLevels({ levels: stored }).slice(stored.length);
  // Its levels are those of one plane, whatever scenes the file has.
  const { scenes: _, ...one } = file.info;
  const info: ImageInfo = {
    ...one,
    format: 'grove-pyramid',
    ...{ sizeScene: 1, sizeZ: 1, sizeT: 1 },
    levels,
    chunk: { width: PYRAMID_TILE, height: PYRAMID_TILE },
  };
  const layout = pyramidLayout(info);
  const partial = `${path}.${randomUUID()}.partial`;
  await mkdir(dirname(path), { recursive: true });
  try {
    const target = await open(partial, 'wx');
    try {
      const start = Buffer.alloc(12);
      start.write(PYRAMID_MAGIC, 'latin1');
      start.writeUInt32LE(layout.header.length, 8);
      await target.write(start, 0, 12, 0);
      await target.write(layout.header, 0, layout.header.length, 12);
      await target.truncate(layout.bytes);
      const rows = levels.map((level) => Math.ceil(level.height / PYRAMID_TILE));
      const total = rows.reduce((sum, count, level) => sum + count * tilesAcross(levels[level]!), 0);
      let done = 0;
      const written = await openPyramid(partial);
      try {
        for (const [level, count] of rows.entries()) {
          for (let row = 0; row < count; row++) {
            job.throwIfCancelled();
            const source =
              level === 0 ? { file, plane, level: stored.length - 1 } : { file: written, plane: FIRST_PLANE, level: level - 1 };
            await writeTileRow(source, layout, level, row, target, job);
            done += tilesAcross(levels[level]!);
            job.progress(done, total);
          }
        }
      } finally {
        await written.close();
      }
    } finally {
      await target.close();
    }
    await rename(partial, path);
    return info;
  } catch (error) {
    await rm(partial, { force: true });
    throw diskError(error, path);
  }
}

/** Computes one row of tiles from the next finer level and writes it. */
async function writeTileRow(
  source: { file: ImageFile; plane: PlaneIndex; level: number },
  layout: PyramidLayout,
  level: number,
  row: number,
  target: FileHandle,
  job: PyramidProgress,
): Promise<void> {
  const { info } = layout;
  const finer = sceneOf(source.file.info, source.plane.scene).levels[source.level]!;
  const { width, height } = info.levels[level]!;
  const channels = info.channels.map((_, i) => i);
  const sampleBytes = BYTES_PER_SAMPLE[info.pixelType];
  const top = row * PYRAMID_TILE;
  const stripArea = PYRAMID_TILE * width;
  const strip = allocatePixels(info.pixelType, channels.length * stripArea);

  const { chunk } = source.file.info;
  const columns = chunk.width >= finer.width ? finer.width : Math.max(READ_COLUMNS, 2 * chunk.width);
  const rowBytes = Math.min(columns, finer.width) * channels.length * sampleBytes;
  const wanted = Math.floor(READ_BYTES / rowBytes);
  const rowsAtOnce = 2 * Math.max(1, Math.min(PYRAMID_TILE, Math.floor(wanted / 2)));

  const lastRow = Math.min(finer.height, 2 * (top + PYRAMID_TILE));
  for (let y = 2 * top; y < lastRow; y += rowsAtOnce) {
    for (let x = 0; x < finer.width; x += columns) {
      job.throwIfCancelled();
      const rect = { x, y, width: Math.min(columns, finer.width - x), height: Math.min(rowsAtOnce, lastRow - y) };
      const block = await source.file.read({ plane: source.plane, level: source.level, rect, channels });
      for (const c of channels) {
        const from = { data: block.data, offset: c * rect.width * rect.height, stride: rect.width };
        const to = { data: strip, offset: c * stripArea + (y / 2 - top) * width + x / 2, stride: width };
        halvePlane(from, rect.width, rect.height, to);
      }
    }
  }

  const filled = Math.min(PYRAMID_TILE, height - top);
  const tile = allocatePixels(info.pixelType, channels.length * PYRAMID_TILE * PYRAMID_TILE);
  for (let column = 0; column < tilesAcross(info.levels[level]!); column++) {
    const left = column * PYRAMID_TILE;
    const across = Math.min(PYRAMID_TILE, width - left);
    for (const c of channels) {
      copyRegion(strip, c * stripArea + left, width, tile, c * PYRAMID_TILE * PYRAMID_TILE, PYRAMID_TILE, across, filled);
    }
    await target.write(new Uint8Array(tile.buffer), 0, tile.byteLength, tileOffset(layout, level, column, row, 0));
  }
}
