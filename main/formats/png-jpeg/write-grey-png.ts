import sharp from 'sharp';
import { createNewFile } from '../writing/new-file.ts';

/** Writes an 8-bit grey PNG, pixels row by row. Nothing changes at `path` until the file is complete. */
export async function writeGreyPng(path: string, width: number, height: number, pixels: Uint8Array): Promise<void> {
  const bytes = await sharp(pixels, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
  const file = await createNewFile(path);
  try {
    await file.write(bytes, 0);
    await file.finish();
  } catch (thrown) {
    await file.abandon();
    throw thrown;
  }
}
