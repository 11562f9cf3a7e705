import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import type { PixelArray } from '#core/model/image.ts';
import type { ZarrVersion } from './image-attributes.ts';
import type { ReplacementFolder } from './replacement-folder.ts';

export interface ChunkPlace {
  /** Path of the array inside the folder. */
  readonly array: string;
  /** Number of the chunk along each axis. */
  readonly place: readonly number[];
}

export interface ChunkFiles {
  /** Compresses and writes a chunk. Resolves when there is room for more; `pixels` belongs to it from then on. */
  put(at: ChunkPlace, pixels: PixelArray): Promise<void>;
  /** Resolves when all are on disk. */
  written(): Promise<void>;
}

const AT_ONCE = 6;

const zstd = promisify(zstdCompress);

/** Writes chunks, several at once. Throws what went wrong with an earlier one at the next call. */
export function createChunkFiles(folder: ReplacementFolder, version: ZarrVersion): ChunkFiles {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;

  async function write({ array, place }: ChunkPlace, pixels: PixelArray): Promise<void> {
    const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    if (isZero(bytes)) return;
    // Readers such as numcodecs need the length in the frame's header, which zlib writes only where it is told beforehand.
    const packed = await zstd(bytes, {
      pledgedSrcSize: bytes.length,
      params: { [constants.ZSTD_c_compressionLevel]: 3 },
    });
    await folder.put(`${array}/${version === '0.5' ? 'c/' : ''}${place.join('/')}`, packed);
  }

  return {
    async put(at, pixels) {
      const work = write(at, pixels)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => running.delete(work));
      running.add(work);
      while (running.size >= AT_ONCE) await Promise.race(running);
      if (failure !== null) throw failure.error;
    },
    async written() {
      await Promise.all(running);
      if (failure !== null) throw failure.error;
    },
  };
}

const ZEROS = new Uint8Array(2 ** 16);

function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const part = bytes.subarray(at, at + ZEROS.length);
    if (Buffer.compare(part, ZEROS.subarray(0, part.length)) !== 0) return false;
  }
  return true;
}
