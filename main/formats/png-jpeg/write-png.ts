import sharp from 'sharp';
import { writeWholeFile } from '../writing/write-whole-file.ts';

/**
 * Writes an 8-bit grey PNG, shape (height, width), at once. Written beside its place, flushed and renamed; the same pixels give
 * the same bytes. Throws GroveError 'disk-full', 'read-only', 'not-found' (no such folder), 'invalid-input' (a folder).
 */
export async function writePng(path: string, width: number, height: number, pixels: Uint8Array): Promise<void> {
  if (pixels.length !== width * height) throw new Error(`${path}: ${pixels.length} samples are not ${width} × ${height}.`);
  const raw = { raw: { width, height, channels: 1 }, limitInputPixels: false } as const;
  const bytes = await sharp(pixels, raw).toColourspace('b-w').png({ compressionLevel: 9, palette: false }).toBuffer();
  await writeWholeFile(path, bytes);
}
