import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE, type Rect } from '#core/model/image.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { ComputePool, RunOptions } from '../ports.ts';
import { type LabelSource, type TrainingImage, tileRect } from './label-source.ts';

/** The labels of an image's first plane from an 8-bit grey image of its size (see readLabelPixels). */
export async function readLabelImage(
  path: string,
  image: TrainingImage,
  deps: { pool: ComputePool; sources: ImageSources },
  options: RunOptions = {},
): Promise<LabelSource> {
  return labelArray(await readLabelPixels(path, image, deps, options), image);
}

/**
 * The pixels of a label image, shape (height, width): 0 = unlabelled, k = class k. Throws 'mismatch' for another size than the
 * image's, 'unsupported' for colour or deeper pixels, 'invalid-input' where nothing is labelled.
 */
export async function readLabelPixels(
  path: string,
  image: TrainingImage,
  deps: { pool: ComputePool; sources: ImageSources },
  options: RunOptions = {},
): Promise<Uint8Array> {
  const name = basename(path);
  const info = await deps.pool.run('image.open', { path }, options);
  if (info.channels.length !== 1 || info.pixelType !== 'uint8') {
    const kind = info.rgb || info.channels.length > 1 ? 'a colour image' : `${info.pixelType} pixels`;
    const message = `${name} has ${kind}; labels must be an 8-bit grey image, 0 = unlabelled, k = class k.`;
    throw new GroveError('unsupported', message.replace('has a colour', 'is a colour'), { file: path });
  }
  const { width, height } = image.info;
  if (info.width !== width || info.height !== height) {
    const message = `${name} is ${info.width} × ${info.height} pixels but ${image.name} is ${width} × ${height}; labels must have the size of their image.`;
    throw new GroveError('mismatch', message, { file: path });
  }
  const source = await deps.sources.of({ path, contentHash: `labels ${path}`, info }, options);
  const request = { plane: FIRST_PLANE, level: 0, rect: { x: 0, y: 0, width, height }, channels: [0] };
  const { data } = await deps.pool.run('image.read', { source, request }, options);
  if (!data.some((value) => value > 0)) {
    throw new GroveError('invalid-input', `${name} has no labelled pixel: all are 0.`, { file: path });
  }
  return data as Uint8Array;
}

/** Labels of the first plane held in one array, shape (height, width). */
export function labelArray(labels: Uint8Array, image: TrainingImage): LabelSource {
  const { width, height } = image.info;
  const tiles: { column: number; row: number }[] = [];
  for (let row = 0; row * LABEL_TILE < height; row++) {
    for (let column = 0; column * LABEL_TILE < width; column++) {
      if (holdsLabels(labels, tileRect(image, column, row), width)) tiles.push({ column, row });
    }
  }
  return {
    image,
    plane: FIRST_PLANE,
    tiles,
    read(column, row) {
      const tile = new Uint8Array(LABEL_TILE * LABEL_TILE);
      const rect = tileRect(image, column, row);
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
