import { promisify } from 'node:util';
import { constants, deflate, zstdCompress } from 'node:zlib';
import type { PixelArray } from '#core/model/image.ts';
import { Compression } from '../tiff/tags.ts';

/** How tiles are stored. Deflate is read everywhere; zstd is several times faster and read by most newer programs. */
export type TileCompression =
  | { readonly method: 'deflate'; readonly level: number }
  | { readonly method: 'zstd'; readonly level: number }
  | { readonly method: 'none' };

export function compressionTag({ method }: TileCompression): number {
  return method === 'deflate' ? Compression.deflate : method === 'zstd' ? Compression.zstd : Compression.none;
}

const deflateAsync = promisify(deflate);
const zstdAsync = promisify(zstdCompress);

/**
 * Compresses a tile, shape (rows, width, samples), on zlib's own threads. With `differences` (integers only) each sample is first
 * replaced, in place, by its difference to the same one of the pixel before it in its row (TIFF predictor 2).
 */
export async function compressTile(
  pixels: PixelArray,
  width: number,
  samples: number,
  differences: boolean,
  compression: TileCompression,
): Promise<Uint8Array> {
  if (differences) takeDifferences(pixels, width * samples, samples);
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  switch (compression.method) {
    case 'none':
      return bytes;
    case 'deflate':
      return deflateAsync(bytes, { level: compression.level });
    case 'zstd':
      return zstdAsync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: compression.level } });
  }
}

function takeDifferences(pixels: PixelArray, row: number, samples: number): void {
  for (let end = pixels.length; end > 0; end -= row) {
    for (let i = end - 1; i >= end - row + samples; i--) pixels[i] = pixels[i]! - pixels[i - samples]!;
  }
}
