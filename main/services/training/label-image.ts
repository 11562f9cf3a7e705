import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE, type ImageInfo, type PlaneIndex, type Rect } from '#core/model/image.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { sceneOf } from '#core/model/scene.ts';
import { selectPlanes } from '#core/model/subset.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { ComputePool, RunOptions } from '../ports.ts';
import { type LabelSource, type TrainingImage, tileRect } from './label-source.ts';

export interface LabelReading {
  readonly pool: ComputePool;
  readonly sources: ImageSources;
}

/**
 * The labels of an image from an 8-bit grey image: one with the same scenes, Z planes and time points labels them plane by plane,
 * one with a single plane labels `plane`. Planes without labels are left out. Throws 'mismatch' for another size, 'unsupported' for
 * colour or deeper pixels, 'invalid-input' where nothing is labelled.
 */
export async function readLabelImage(
  path: string,
  image: TrainingImage,
  plane: PlaneIndex,
  reading: LabelReading,
  options: RunOptions = {},
): Promise<LabelSource[]> {
  const info = await openLabels(path, reading, options);
  const planes = planesOf(info) === 1 ? [plane] : samePlanes(path, info, image);
  const labelled: LabelSource[] = [];
  for (const of of planes) {
    const from = planesOf(info) === 1 ? FIRST_PLANE : of;
    const pixels = await readPlane(path, info, from, image, of, reading, options);
    if (pixels.some((value) => value > 0)) labelled.push(labelArray(pixels, image, of));
  }
  if (labelled.length === 0) throw nothingLabelled(path);
  return labelled;
}

/**
 * The pixels of a label image of one plane, shape (height, width): 0 = unlabelled, k = class k. Throws as readLabelImage does.
 */
export async function readLabelPixels(
  path: string,
  image: TrainingImage,
  plane: PlaneIndex,
  reading: LabelReading,
  options: RunOptions = {},
): Promise<Uint8Array> {
  const info = await openLabels(path, reading, options);
  const from = planesOf(info) === 1 ? FIRST_PLANE : plane;
  if (planesOf(info) > 1) samePlanes(path, info, image);
  const pixels = await readPlane(path, info, from, image, plane, reading, options);
  if (!pixels.some((value) => value > 0)) throw nothingLabelled(path);
  return pixels;
}

async function openLabels(path: string, { pool }: LabelReading, options: RunOptions): Promise<ImageInfo> {
  const info = await pool.run('image.open', { path }, options);
  if (info.channels.length === 1 && info.pixelType === 'uint8') return info;
  const kind = info.rgb || info.channels.length > 1 ? 'is a colour image' : `has ${info.pixelType} pixels`;
  const message = `${basename(path)} ${kind}; labels must be an 8-bit grey image, 0 = unlabelled, k = class k.`;
  throw new GroveError('unsupported', message, { file: path });
}

const planesOf = ({ sizeScene, sizeZ, sizeT }: ImageInfo): number => sizeScene * sizeZ * sizeT;

function samePlanes(path: string, info: ImageInfo, image: TrainingImage): readonly PlaneIndex[] {
  const { sizeScene, sizeZ, sizeT } = image.info;
  if (info.sizeScene === sizeScene && info.sizeZ === sizeZ && info.sizeT === sizeT)
    return selectPlanes(image.name, info, {}).planes;
  const stack = (one: ImageInfo): string => `${one.sizeScene} scenes, ${one.sizeZ} Z planes and ${one.sizeT} time points`;
  const message = `${basename(path)} has ${stack(info)} but ${image.name} has ${stack(image.info)}; give labels of one plane, or of all of them.`;
  throw new GroveError('mismatch', message, { file: path });
}

async function readPlane(
  path: string,
  info: ImageInfo,
  from: PlaneIndex,
  image: TrainingImage,
  of: PlaneIndex,
  { pool, sources }: LabelReading,
  options: RunOptions,
): Promise<Uint8Array> {
  const name = basename(path);
  const own = sceneOf(info, from.scene);
  const { width, height } = sceneOf(image.info, of.scene);
  if (own.width !== width || own.height !== height) {
    const message = `${name} is ${own.width} × ${own.height} pixels but ${image.name} is ${width} × ${height}; labels must have the size of their image.`;
    throw new GroveError('mismatch', message, { file: path });
  }
  const source = await sources.of({ path, contentHash: `labels ${path}`, info }, options);
  const request = { plane: from, level: 0, rect: { x: 0, y: 0, width, height }, channels: [0] };
  return (await pool.run('image.read', { source, request }, options)).data as Uint8Array;
}

function nothingLabelled(path: string): GroveError {
  return new GroveError('invalid-input', `${basename(path)} has no labelled pixel: all are 0.`, { file: path });
}

/** Labels of a plane held in one array, shape (height, width). */
export function labelArray(labels: Uint8Array, image: TrainingImage, plane: PlaneIndex): LabelSource {
  const { width, height } = sceneOf(image.info, plane.scene);
  const tiles: { column: number; row: number }[] = [];
  for (let row = 0; row * LABEL_TILE < height; row++) {
    for (let column = 0; column * LABEL_TILE < width; column++) {
      if (holdsLabels(labels, tileRect(image, plane, column, row), width)) tiles.push({ column, row });
    }
  }
  return {
    image,
    plane,
    tiles,
    read(column, row) {
      const tile = new Uint8Array(LABEL_TILE * LABEL_TILE);
      const rect = tileRect(image, plane, column, row);
      copyRegion(labels, rect.y * width + rect.x, width, tile, 0, LABEL_TILE, rect.width, rect.height);
      return tile;
    },
  };
}

function holdsLabels(labels: Uint8Array, { x, y, width, height }: Rect, stride: number): boolean {
  for (let row = y; row < y + height; row++) {
    const start = row * stride + x;
    for (let i = start; i < start + width; i++) if (labels[i] !== 0) return true;
  }
  return false;
}
