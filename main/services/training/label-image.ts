import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { sceneOf } from '#core/model/scene.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { type LabelReading, nothingLabelled, openLabelFile, planesOfLabels, readLabels } from '../labels/label-file.ts';
import type { RunOptions } from '../ports.ts';
import { type LabelSource, type TrainingImage, tileRect } from './label-source.ts';

/**
 * The labels of an image from a label image: one with the same scenes, Z planes and time points labels them plane by plane, one
 * with a single plane labels `plane`. Planes without labels are left out. Throws 'mismatch' for another size, 'unsupported' for
 * colour and for values that are no class numbers, 'invalid-input' where nothing is labelled.
 */
export async function readLabelImage(
  path: string,
  image: TrainingImage,
  plane: PlaneIndex,
  reading: LabelReading,
  options: RunOptions = {},
): Promise<LabelSource[]> {
  const file = await openLabelFile(path, reading, options);
  const labelled: LabelSource[] = [];
  for (const { from, of } of planesOfLabels(file, image, plane)) {
    const { width, height } = sceneOf(image.info, of.scene);
    const pixels = await readLabels(file, from, { x: 0, y: 0, width, height }, reading, options);
    if (pixels.some((value) => value > 0)) labelled.push(labelArray(pixels, image, of));
  }
  if (labelled.length === 0) throw nothingLabelled(file);
  return labelled;
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
