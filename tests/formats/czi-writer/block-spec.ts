/** Bytes per pixel of the pixel types that are written. */
export const PIXEL_BYTES: Readonly<Record<number, number>> = { 0: 1, 1: 2, 2: 4, 3: 3, 4: 6, 8: 12, 9: 4, 12: 4, 13: 8 };

export const Compression = { none: 0, jpeg: 1, lzw: 2, jpegXr: 4, zstd0: 5, zstd1: 6 } as const;

/** One sub-block to be written. */
export interface BlockSpec {
  /** Places on the axes S, C, Z, T, H, R, I, V, B; in the order in which they are written. */
  readonly dims: Readonly<Record<string, number>>;
  readonly m?: number;
  /** Extent in pixels of level 0, in the coordinates of the file. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Extent of the bitmap, where it is another: a tile of a coarser level. */
  readonly storedWidth?: number;
  readonly storedHeight?: number;
  readonly pixelType: number;
  readonly compression: number;
  /** Bitmap in tight rows, blue before red; or with `encoded` the payload itself. */
  readonly data: Uint8Array;
  readonly encoded?: true;
  /** Bytes of a payload of zeros that is left a hole in the file, so that huge files take no room; `data` is empty. */
  readonly hole?: number;
  /** zstd1: low bytes before high bytes. */
  readonly hiLo?: boolean;
  /** Bits of the pixels that are real, rows of whole bytes, highest bit leftmost. */
  readonly validBits?: Uint8Array;
}

export interface CziSpec {
  readonly blocks: readonly BlockSpec[];
  readonly metadata?: string;
  /** Seconds of the time points. */
  readonly timeStamps?: readonly number[];
  /** Directory and metadata in front of the pixels. */
  readonly directoryFirst?: boolean;
}
