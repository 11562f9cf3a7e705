import type { FeatureSetId } from '../model/features.ts';
import type { PixelBlock, Rect } from '../model/image.ts';

/** Where an input block lies: the tile whose features are wanted, and the size of its image, in pixels. */
export interface InputPlace {
  readonly tile: Rect;
  readonly imageWidth: number;
  readonly imageHeight: number;
}

/**
 * Features of some rows of the tile, in kernel memory until the next `compute`. Plane p of pixel (column x, row y of this
 * block) is the float32 at `pointer + 4 * (p * planeStride + y * width + x)`.
 */
export interface FeatureBlock {
  readonly pointer: number;
  readonly planes: number;
  readonly width: number;
  readonly height: number;
  /** Elements from one plane to the next; at least width × height. */
  readonly planeStride: number;
}

export interface FeatureExtractorOptions {
  readonly set: FeatureSetId;
  /** Number of channels of each input block. */
  readonly channels: number;
  /** Largest tile, in pixels. */
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/**
 * Computes the features of one tile at a time: `loadInput` once, then `compute` strip by strip. Results depend only on the
 * image, to the last bit: not on the tile, the strip or their order.
 */
export interface FeatureExtractor {
  /** Pixels needed around a tile on every side. */
  readonly halo: number;
  /** Features per pixel: those of the set times the channels. */
  readonly features: number;
  /** Planes that are really computed; features that are equal share one. */
  readonly planes: number;
  /** The plane of each feature, length `features`. Features are channel-major, each channel in the order of its set. */
  readonly planeOf: Uint16Array;
  /** Rows that `compute` takes at most; whole multiples of it from row 0 on cost least. */
  readonly stripRows: number;
  /**
   * Takes the pixels of `haloRect(place.tile, halo, place.imageWidth, place.imageHeight)`, converts them to float32 and
   * fills what lies outside the image by reflection. NaN counts as 0 and magnitudes beyond 1e30 as 1e30, so that no feature
   * is ever NaN. Throws RangeError for a block of another size or too large a tile.
   */
  loadInput(block: PixelBlock, place: InputPlace): void;
  /** Features of the tile's rows `firstRow` … `firstRow + rows - 1`, all columns. Throws RangeError outside the tile. */
  compute(firstRow: number, rows: number): FeatureBlock;
}
