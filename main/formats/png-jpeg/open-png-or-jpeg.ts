import { allocatePixels, BYTES_PER_SAMPLE, type ChannelInfo, type ImageInfo, type PixelArray } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { typedView } from '#core/raster/typed-view.ts';
import type { ImageFile } from '../../services/ports.ts';
import { checkRequest } from '../reading/check-request.ts';
import { damaged, tooLarge } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { separatePlanes } from '../tiff/arrange-samples.ts';
import type { CodedImage } from './coded-image.ts';
import { decodeWithSharp } from './decode-with-sharp.ts';
import { readJpegHeader } from './read-jpeg-header.ts';
import { readPngHeader } from './read-png-header.ts';
import { wholeFile } from './whole-file.ts';

/** Largest image decoded, in bytes of pixels. Twice as much is held for a moment where there are several channels. */
const LARGEST_DECODED = 2 ** 31;

const RGB: readonly ChannelInfo[] = [
  { name: 'Red', color: 0xff0000 },
  { name: 'Green', color: 0x00ff00 },
  { name: 'Blue', color: 0x0000ff },
];

/**
 * Opens a PNG or JPEG by its header; pixels are decoded at the first read and held until `close`. Grey or colour, 8 or 16 bits;
 * colour tables are applied, alpha is left out, colour profiles and orientation are not applied. `file` belongs to the image
 * from now on. Throws GroveError 'corrupt', 'unsupported', 'too-large', 'unreadable'.
 */
export async function openPngOrJpeg(file: SourceFile, format: 'png' | 'jpeg'): Promise<ImageFile> {
  const coded = format === 'png' ? await readPngHeader(file) : await readJpegHeader(file);
  const { width, height, channels } = coded;
  const info: ImageInfo = {
    format,
    width,
    height,
    sizeScene: 1,
    sizeZ: 1,
    sizeT: 1,
    channels: channels === 3 ? RGB : [{ name: 'Grey', color: null }],
    rgb: channels === 3,
    pixelType: coded.deep ? 'uint16' : 'uint8',
    // Dots per inch in such files are meant for printing.
    pixelSizeUm: { x: null, y: null, z: null },
    levels: [{ width, height, downsample: 1 }],
    chunk: { width, height },
    ...(coded.notes.length > 0 && { notes: coded.notes }),
  };
  checkSize(file, info, coded);

  let decoded: Promise<PixelArray> | null = null;
  return {
    info,
    async read(request) {
      checkRequest(file, info, request);
      decoded ??= decode(file, info, coded);
      const pixels = await decoded;
      const { rect } = request;
      const data = allocatePixels(info.pixelType, request.channels.length * rect.width * rect.height);
      request.channels.forEach((channel, i) => {
        const from = channel * width * height + rect.y * width + rect.x;
        copyRegion(pixels, from, width, data, i * rect.width * rect.height, rect.width, rect.width, rect.height);
      });
      return { width: rect.width, height: rect.height, channels: request.channels.length, data };
    },
    async close() {
      decoded = null;
      await file.close();
    },
  };
}

function checkSize(file: SourceFile, { width, height, channels, pixelType }: ImageInfo, { largestExpansion }: CodedImage): void {
  const bytes = width * height * channels.length * BYTES_PER_SAMPLE[pixelType];
  if (bytes > LARGEST_DECODED) {
    const size = `${width} × ${height} pixels, ${(bytes / 2 ** 30).toFixed(1)} GB`;
    throw tooLarge(file, `(${size}) can only be decoded whole, up to 2 GB; save it as a tiled TIFF`);
  }
  if (bytes > file.size * largestExpansion) {
    throw damaged(file, `it declares ${width} × ${height} pixels, which its ${file.size} bytes cannot hold`);
  }
}

/** All pixels, shape (channels, height, width). */
async function decode(file: SourceFile, info: ImageInfo, { deep, channels }: CodedImage): Promise<PixelArray> {
  const bytes = await wholeFile(file);
  const decoded = await decodeWithSharp(bytes, { channels, deep }).catch((error: unknown) => {
    throw damaged(file, `its pixels cannot be decoded (${reason(error)})`, error);
  });
  if (decoded.width !== info.width || decoded.height !== info.height || decoded.channels !== channels) {
    throw damaged(file, `it holds ${decoded.width} × ${decoded.height} pixels instead of ${info.width} × ${info.height}`);
  }
  const samples = info.width * info.height * channels;
  const aligned = decoded.data.byteOffset % 2 === 0 ? decoded.data : decoded.data.slice();
  const interleaved = typedView(info.pixelType, aligned.buffer, aligned.byteOffset, samples);
  if (channels === 1) return interleaved;
  const planes = allocatePixels(info.pixelType, samples);
  separatePlanes(interleaved, channels, [0, 1, 2], planes);
  return planes;
}

/** The decoder's message in one line. */
function reason(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join('; ');
}
