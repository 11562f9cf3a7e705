import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { KnownImage } from '../images/image-sources.ts';

/** An image that takes part in training. */
export interface TrainingImage extends KnownImage {
  readonly name: string;
}

/** The labels of one plane of an image, wherever they are kept. */
export interface LabelSource {
  readonly image: TrainingImage;
  readonly plane: PlaneIndex;
  /** Label tiles that may hold labels, ascending by row, then column. */
  readonly tiles: readonly { readonly column: number; readonly row: number }[];
  /** LABEL_TILE² class values row by row, 0 = unlabelled; null where nothing is labelled. */
  read(column: number, row: number): Uint8Array | null;
  /** Changes with the labels of a tile and comes back with them; null where nothing is labelled. Left out where reading is as cheap. */
  stamp?(column: number, row: number): string | null;
}

/** The part of a label tile that lies within a plane. */
export function tileRect({ info }: TrainingImage, { scene }: PlaneIndex, column: number, row: number): Rect {
  const { width, height } = sceneOf(info, scene);
  const x = column * LABEL_TILE;
  const y = row * LABEL_TILE;
  return { x, y, width: Math.min(LABEL_TILE, width - x), height: Math.min(LABEL_TILE, height - y) };
}
