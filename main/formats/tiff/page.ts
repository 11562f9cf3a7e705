import type { PixelType } from '#core/model/image.ts';
import type { Directory } from './directory.ts';
import type { TiffSource } from './tiff-source.ts';

/** How the samples of a page become channels. */
export type PageColor = 'grey' | 'rgb' | 'palette';

/** One page of a TIFF, checked: what is stored and how it is cut into chunks (tiles, strips or parts of strips). */
export interface TiffPage {
  /** The file it is in. */
  readonly tiff: TiffSource;
  readonly directory: Directory;
  /** Position in the main chain of directories; -1 for a page that hangs below another one. */
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** Samples stored per pixel. */
  readonly samples: number;
  readonly bits: number;
  readonly sampleKind: 'uint' | 'int' | 'float';
  /** True where each sample has chunks of its own. */
  readonly planar: boolean;
  readonly compression: number;
  readonly predictor: number;
  readonly photometric: number;
  readonly reversedBits: boolean;
  readonly orientation: number;
  /** A small copy of another page (NewSubfileType bit 0). */
  readonly reduced: boolean;
  readonly tiled: boolean;
  readonly chunkWidth: number;
  readonly chunkHeight: number;
  readonly across: number;
  readonly down: number;
  /** Rows of a whole strip or tile; more than chunkHeight where an uncompressed strip is read in parts. */
  readonly storedRows: number;
  /** Kinds of the samples beyond the colour: 0 unspecified, 1 and 2 alpha. */
  readonly extraSamples: readonly number[];
  /** Added to the places of its chunks: planes that follow a page without a directory of their own share its table. */
  readonly shift: number;
  /** The lengths of its chunks in the file may be too large. */
  readonly looseLengths: boolean;
  /** Decoded as a whole by sharp. */
  readonly throughSharp: boolean;

  /** What comes out after decoding. */
  readonly color: PageColor;
  readonly pixelType: PixelType;
  /** Stored samples that become channels, in order; alpha is left out. A palette becomes three channels. */
  readonly keptSamples: readonly number[];
  readonly channels: number;
  /** Values are turned round on reading, because 0 is stored for white. */
  readonly inverted: boolean;
}

/** Bytes of one stored row of a chunk. */
export function chunkRowBytes(page: TiffPage): number {
  return Math.ceil((page.chunkWidth * (page.planar ? 1 : page.samples) * page.bits) / 8);
}

/** True where both pages can be planes of one stack. */
export function sameKind(a: TiffPage, b: TiffPage): boolean {
  return a.width === b.width && a.height === b.height && sameSamples(a, b);
}

/** True where both pages hold the same channels of the same type, whatever their size. */
export function sameSamples(a: TiffPage, b: TiffPage): boolean {
  return a.pixelType === b.pixelType && a.channels === b.channels && a.color === b.color;
}
