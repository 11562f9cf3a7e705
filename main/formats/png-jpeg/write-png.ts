import sharp from 'sharp';
import type { PixelArray } from '#core/model/image.ts';
import { writeWholeFile } from '../writing/write-whole-file.ts';

export interface PngImage {
  readonly width: number;
  readonly height: number;
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3;
  /** Shape (channels, height, width), 8 or 16 bits per sample. */
  readonly data: PixelArray;
}

/**
 * Writes a PNG at once, its samples as they are. Written beside its place, flushed and renamed; the same pixels give the same
 * bytes. Throws GroveError 'disk-full', 'read-only', 'not-found' (no such folder), 'invalid-input' (a folder).
 */
export async function writePng(path: string, { width, height, channels, data }: PngImage): Promise<void> {
  if (data.length !== channels * width * height) {
    throw new Error(`${path}: ${data.length} samples are not ${channels} × ${width} × ${height}.`);
  }
  if (!(data instanceof Uint8Array || data instanceof Uint16Array))
    throw new Error(`${path}: PNG holds 8 or 16 bits per sample.`);
  const raw = { raw: { width, height, channels }, limitInputPixels: false } as const;
  const deep = data instanceof Uint16Array;
  const space = deep ? (channels === 1 ? 'grey16' : 'rgb16') : channels === 1 ? 'b-w' : 'srgb';
  const bytes = await sharp(channels === 1 ? data : interleave(data, width * height), raw)
    .toColourspace(space)
    .png({ compressionLevel: 9, palette: false })
    .toBuffer();
  await writeWholeFile(path, bytes);
}

function interleave<T extends Uint8Array | Uint16Array>(planes: T, area: number): T {
  const pixels = planes.slice() as T;
  for (let i = 0; i < area; i++) for (let k = 0; k < 3; k++) pixels[3 * i + k] = planes[k * area + i]!;
  return pixels;
}
