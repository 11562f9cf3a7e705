import type { PixelArray, PixelType } from '#core/model/image.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { decodeSubBlock } from './decode-sub-block.ts';
import type { SubBlock } from './sub-block.ts';
import { toPlanes } from './to-planes.ts';
import { readValidMask, type ValidMask } from './valid-mask.ts';

/** A decoded tile: planes of storedWidth × storedHeight samples, and which of them are real. */
export interface DecodedTile {
  readonly planes: PixelArray;
  /** Null where all are. */
  readonly mask: ValidMask | null;
}

export interface TileReader {
  read(block: SubBlock): Promise<DecodedTile>;
  close(): void;
}

/** Reads tiles through the cache. A tile that several callers want at once is decoded once. */
export function createTileReader(file: SourceFile, cache: ChunkCache, type: PixelType): TileReader {
  const owner = {};
  const masks = new Map<number, ValidMask>();
  const underWay = new Map<number, Promise<DecodedTile>>();

  async function decode(block: SubBlock): Promise<DecodedTile> {
    const bitmap = await decodeSubBlock(file, block);
    const mask = await readValidMask(file, bitmap.places);
    const planes = toPlanes(bitmap, type);
    if (mask !== null) masks.set(block.index, mask);
    cache.set(owner, block.index, planes);
    return { planes, mask };
  }

  return {
    read(block) {
      const planes = cache.get(owner, block.index);
      if (planes !== undefined) return Promise.resolve({ planes, mask: masks.get(block.index) ?? null });
      const running = underWay.get(block.index) ?? decode(block).finally(() => underWay.delete(block.index));
      underWay.set(block.index, running);
      return running;
    },
    close() {
      cache.drop(owner);
      masks.clear();
    },
  };
}
