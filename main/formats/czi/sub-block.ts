/** Axes of a CZI besides X, Y and M, in the order of `SubBlock.at`. */
export const AXES = ['S', 'C', 'Z', 'T', 'H', 'R', 'I', 'V', 'B'] as const;

export type Axis = (typeof AXES)[number];

/** Place on an axis that a sub-block does not name: it belongs to every place. */
export const ANY = -(2 ** 31);

/** One stored bitmap: a tile of a mosaic, or of a coarser level. */
export interface SubBlock {
  /** Place in the directory. */
  readonly index: number;
  readonly pixelType: number;
  readonly compression: number;
  /** Byte of its segment. */
  readonly position: number;
  /** Extent in pixels of level 0, in the coordinates of the file. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Extent of the bitmap. */
  readonly storedWidth: number;
  readonly storedHeight: number;
  /** Number of the mosaic tile; ANY where there is none. */
  readonly m: number;
  /** Places on AXES; ANY where the sub-block does not say. */
  readonly at: Int32Array;
}

/** Pixels of level 0 per pixel of the bitmap, 1 for level 0. */
export function factorOf({ width, height, storedWidth, storedHeight }: SubBlock): number {
  if (width === storedWidth && height === storedHeight) return 1;
  return Math.max(1, Math.round(width >= height ? width / storedWidth : height / storedHeight));
}
