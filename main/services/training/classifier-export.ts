import type { PixelBlock } from '#core/model/image.ts';

/** Feature rows of the pixels a classifier was trained from, shape (pixels, features), row-major, and their classes 0…classes-1. */
export interface TrainingRows {
  readonly values: Float32Array;
  readonly classes: Uint8Array;
}

/** An image of the size of a network's tile and what the classifier makes of it. */
export interface TestTile {
  /** Channels in the classifier's order. */
  readonly block: PixelBlock;
  /** Shape (classes, height, width). */
  readonly probabilities: Float32Array;
}

/** How a classifier is exported as a network, and what goes with it. */
export interface ClassifierExport {
  /** Edge of the network's tiles in pixels. */
  readonly tile: number;
  /** Of the images it was trained on; null where it is not known. */
  readonly pixelSizeUm: { readonly x: number; readonly y: number } | null;
  readonly licence: string | null;
  /** True where the classifier itself goes into the file, so that Grove gets it back as it is. */
  readonly native: boolean;
  readonly rows: TrainingRows | null;
  readonly test: TestTile | null;
}
