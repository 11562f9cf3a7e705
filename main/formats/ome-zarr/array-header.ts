import type { PixelType } from '#core/model/image.ts';

/** Element types of Zarr that Grove reads. */
export type ZarrType = PixelType | 'bool' | 'float16' | 'int64' | 'uint64';

/** What is known of an array without its chunks; checked, so that products of sizes can be trusted. */
export interface ArrayHeader {
  /** Path inside the store, without `/` at its ends. */
  readonly path: string;
  readonly shape: readonly number[];
  /** Shape of the pieces that are decoded on their own: of the inner chunks where chunks are gathered in shards. */
  readonly chunks: readonly number[];
  readonly type: ZarrType;
  /** Value where a chunk is missing. */
  readonly fill: number | bigint;
  /** The metadata for zarrita: their name and content. */
  readonly document: { readonly name: 'zarr.json' | '.zarray'; readonly bytes: Uint8Array };
  /** Names of the compressions, such as 'zstd', 'Blosc LZ4'. */
  readonly compression: readonly string[];
  readonly shards: { readonly shape: readonly number[]; readonly indexBytes: number; readonly indexFirst: boolean } | null;
}

export const BYTES_PER_ELEMENT: Readonly<Record<ZarrType, number>> = {
  ...{ bool: 1, int8: 1, uint8: 1, int16: 2, uint16: 2, float16: 2 },
  ...{ int32: 4, uint32: 4, float32: 4, int64: 8, uint64: 8, float64: 8 },
};

/** The type in which pixels of an array are handed out. */
export function pixelTypeOf(type: ZarrType): PixelType {
  switch (type) {
    case 'bool':
      return 'uint8';
    case 'float16':
      return 'float32';
    case 'int64':
      return 'int32';
    case 'uint64':
      return 'uint32';
    default:
      return type;
  }
}
