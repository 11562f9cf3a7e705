import { GroveError } from '#core/model/error.ts';
import type { PixelArray } from '#core/model/image.ts';
import { decodeWithSharp } from '../png-jpeg/decode-with-sharp.ts';
import { wholeFile } from '../png-jpeg/whole-file.ts';
import { damaged } from '../reading/read-errors.ts';
import { separatePlanes } from './arrange-samples.ts';
import type { TiffPage } from './page.ts';

/** Decodes a page of a kind that only libtiff knows (fax, subsampled YCbCr): shape (channels, height, width), 8 bits. */
export async function decodePageWithSharp(page: TiffPage): Promise<PixelArray> {
  const { file } = page.tiff;
  try {
    const channels = page.channels === 3 ? 3 : 1;
    const decoded = await decodeWithSharp(await wholeFile(file), { channels, deep: false, page: page.index });
    if (decoded.width !== page.width || decoded.height !== page.height || decoded.channels !== page.channels) {
      throw new Error(`it holds ${decoded.width} × ${decoded.height} pixels with ${decoded.channels} channels`);
    }
    if (channels === 1) return decoded.data;
    const planes = new Uint8Array(decoded.data.length);
    separatePlanes(decoded.data, 3, [0, 1, 2], planes);
    return planes;
  } catch (error) {
    if (error instanceof GroveError) throw error;
    throw damaged(file, `page ${page.index + 1} cannot be decoded (${error instanceof Error ? error.message : error})`, error);
  }
}
