import { allocatePixels, BYTES_PER_SAMPLE, type PixelArray, type PixelType } from '#core/model/image.ts';
import { typedView } from '#core/raster/typed-view.ts';
import { applyPalette, invertSamples, separatePlanes, swapBytes } from './arrange-samples.ts';
import { decompress } from './decompress.ts';
import { decodeJpegChunk } from './jpeg-chunk.ts';
import { chunkRowBytes, type TiffPage } from './page.ts';
import { Compression, Predictor } from './tags.ts';
import { undoFloatingPoint, undoHorizontal } from './undo-predictor.ts';
import { unpackBits } from './unpack-bits.ts';

/** What the chunks of a page have in common. */
export interface ChunkContext {
  readonly page: TiffPage;
  readonly littleEndian: boolean;
  /** Reds, greens, blues, 8 bits each; null without a colour table. */
  readonly palette: Uint8Array | null;
  readonly jpegTables: Uint8Array | null;
}

/**
 * Decodes one chunk of `rows` rows: shape (channels, rows, chunkWidth), or (1, rows, chunkWidth) of a planar page, in the pixel
 * type of the page. Throws Error with a reason where the bytes are broken. `bytes` may be changed or kept.
 */
export async function decodeChunk(context: ChunkContext, bytes: Uint8Array<ArrayBuffer>, rows: number): Promise<PixelArray> {
  const { page } = context;
  const samples = page.planar ? 1 : page.samples;
  const pixels = page.chunkWidth * rows;
  if (page.compression === Compression.jpeg) {
    // A component on its own is never transformed.
    const tables = context.jpegTables;
    const data = await decodeJpegChunk(bytes, tables, page.photometric, page.chunkWidth, rows, samples);
    return toChannels(context, data, samples, pixels);
  }
  if (page.reversedBits) reverseBits(bytes);
  const stored = decompress(page.compression, bytes, chunkRowBytes(page) * rows);
  return toChannels(context, toSamples(context, stored, samples, rows), samples, pixels);
}

/** Stored bytes to samples, shape (rows, chunkWidth, samples), predictor undone. */
function toSamples(
  { page, littleEndian }: ChunkContext,
  stored: Uint8Array<ArrayBuffer>,
  samples: number,
  rows: number,
): PixelArray {
  const { bits, chunkWidth, predictor } = page;
  const count = chunkWidth * rows * samples;
  if (bits < 8 || (bits > 8 && bits < 16)) {
    const target = bits < 8 ? new Uint8Array(count) : new Uint16Array(count);
    unpackBits(stored, bits, chunkWidth * samples, rows, target);
    // Black and white, not 0 and 1: as every other program shows it.
    if (bits === 1 && page.color !== 'palette') for (let i = 0; i < count; i++) target[i] = target[i]! * 255;
    return target;
  }
  const type = storedType(page);
  const sampleBytes = bits / 8;
  if (predictor === Predictor.floatingPoint) {
    return view(type, undoFloatingPoint(stored, chunkWidth, rows, samples, sampleBytes), count);
  }
  const aligned = stored.byteOffset % sampleBytes === 0 ? stored : stored.slice();
  if (!littleEndian) swapBytes(aligned, sampleBytes);
  if (predictor === Predictor.horizontal) {
    // Differences of floats, too, are taken of their bits as integers.
    const whole = type === 'float32' ? 'uint32' : type;
    undoHorizontal(view(whole, aligned, count), chunkWidth, rows, samples);
  }
  return view(type, aligned, count);
}

/** Pixel type of the samples before a colour table is applied. */
function storedType({ bits, sampleKind }: TiffPage): PixelType {
  if (sampleKind === 'float') return bits === 32 ? 'float32' : 'float64';
  const unsigned = bits === 8 ? 'uint8' : bits === 16 ? 'uint16' : 'uint32';
  if (sampleKind === 'uint') return unsigned;
  return bits === 8 ? 'int8' : bits === 16 ? 'int16' : 'int32';
}

function view(type: PixelType, bytes: Uint8Array<ArrayBuffer>, count: number): PixelArray {
  return typedView(type, bytes.buffer, bytes.byteOffset, Math.min(count, bytes.byteLength / BYTES_PER_SAMPLE[type]));
}

function toChannels({ page, palette }: ChunkContext, data: PixelArray, samples: number, pixels: number): PixelArray {
  if (palette !== null) {
    const target = new Uint8Array(3 * pixels);
    applyPalette(data, palette, target);
    return target;
  }
  if (page.inverted) invertSamples(data, page.bits === 1 ? 255 : 2 ** page.bits - 1);
  if (samples === 1) return data;
  const target = allocatePixels(page.pixelType, page.channels * pixels);
  separatePlanes(data, samples, page.keptSamples, target);
  return target;
}

const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) reversed |= 0x80 >> bit;
  return reversed;
});

function reverseBits(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = REVERSED[bytes[i]!]!;
}
