import { BYTES_PER_SAMPLE } from '#core/model/image.ts';
import { decodeWithSharp } from '../png-jpeg/decode-with-sharp.ts';
import { damaged, unsupported } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { expandLzw } from '../tiff/lzw.ts';
import { compressionName } from './compression-name.ts';
import { decodeJpegXr, isJpegXr } from './jpeg-xr.ts';
import { type PixelKind, pixelKind, pixelTypeName } from './pixel-kind.ts';
import { blockName, type PayloadPlaces, readPlaces } from './read-payload.ts';
import type { SubBlock } from './sub-block.ts';
import { expandZstd, expandZstd1 } from './zstd1.ts';

/** Largest bitmap of one sub-block, in bytes. */
const LARGEST_BITMAP = 2 ** 30;

/** A decoded bitmap: tight rows of storedWidth × storedHeight pixels in the order of the file (blue, green, red), little-endian. */
export interface Bitmap {
  readonly kind: PixelKind;
  readonly data: Uint8Array;
  readonly places: PayloadPlaces;
}

/**
 * Decodes a sub-block. The directory's size and type count: data that are too long are cut, those that are too short end in zeros.
 * Throws GroveError 'unsupported' for pixel types and compressions that Grove does not read, naming them, 'corrupt' where the data
 * are broken, and 'too-large'.
 */
export async function decodeSubBlock(file: SourceFile, block: SubBlock): Promise<Bitmap> {
  const kind = pixelKind(block.pixelType);
  if (kind === undefined)
    throw unsupported(file, `has pixels of the type ${pixelTypeName(block.pixelType)}`, 'save it anew in ZEN');
  const pixelBytes = kind.stored * BYTES_PER_SAMPLE[kind.type];
  const length = block.storedWidth * block.storedHeight * pixelBytes;
  if (length > LARGEST_BITMAP)
    throw damaged(file, `its ${blockName(block)} declares ${block.storedWidth} × ${block.storedHeight} pixels`);
  const places = await readPlaces(file, block);
  const raw = await file.read(places.data.at, places.data.bytes, `its ${blockName(block)}`);
  try {
    return { kind, data: await expand(file, block, raw, length, pixelBytes, kind), places };
  } catch (error) {
    if (error instanceof Error && error.name === 'GroveError') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw damaged(file, `its ${blockName(block)} cannot be decoded: ${reason}`, error);
  }
}

async function expand(
  file: SourceFile,
  { compression, storedWidth, storedHeight }: SubBlock,
  raw: Uint8Array,
  length: number,
  pixelBytes: number,
  kind: PixelKind,
): Promise<Uint8Array> {
  // Some writers put more into a frame than the directory says.
  const most = 2 * length + 65_536;
  switch (compression) {
    case 0:
      return fitted(raw, length);
    case 1:
      return decodeJpeg(raw, storedWidth, storedHeight, kind);
    case 2: {
      const output = new Uint8Array(length);
      expandLzw(raw, output);
      return output;
    }
    case 4: {
      // Some files call raw pixels JPEG XR.
      if (!isJpegXr(raw) && raw.length === length) return raw;
      const bitmap = await decodeJpegXr(raw);
      if (bitmap.bytesPerPixel !== pixelBytes)
        throw new Error(`it has ${bitmap.bytesPerPixel} bytes per pixel instead of ${pixelBytes}`);
      return resized(bitmap.data, bitmap.width, bitmap.height, storedWidth, storedHeight, pixelBytes);
    }
    case 5:
      return fitted(expandZstd(raw, most), length);
    case 6:
      return fitted(expandZstd1(raw, most), length);
    default:
      throw unsupported(
        file,
        `is compressed by ${compressionName(compression)}`,
        'save it anew in ZEN without compression or with zstd',
      );
  }
}

async function decodeJpeg(raw: Uint8Array, width: number, height: number, kind: PixelKind): Promise<Uint8Array> {
  if (kind.type !== 'uint8' || kind.stored === 4) throw new Error(`JPEG data cannot hold ${kind.name}`);
  const channels = kind.stored === 3 ? 3 : 1;
  const decoded = await decodeWithSharp(Buffer.from(raw.buffer, raw.byteOffset, raw.length), { channels, deep: false });
  if (channels === 3) {
    for (let at = 0; at < decoded.data.length; at += 3) {
      const red = decoded.data[at]!;
      decoded.data[at] = decoded.data[at + 2]!;
      decoded.data[at + 2] = red;
    }
  }
  return resized(decoded.data, decoded.width, decoded.height, width, height, channels);
}

function fitted(data: Uint8Array, length: number): Uint8Array {
  if (data.length === length) return data;
  const whole = new Uint8Array(length);
  whole.set(data.subarray(0, length));
  return whole;
}

/** Keeps the upper left of a bitmap of another size; what is missing is 0. */
function resized(
  data: Uint8Array,
  fromWidth: number,
  fromHeight: number,
  width: number,
  height: number,
  pixelBytes: number,
): Uint8Array {
  if (fromWidth === width && fromHeight === height) return fitted(data, width * height * pixelBytes);
  const whole = new Uint8Array(width * height * pixelBytes);
  const row = Math.min(width, fromWidth) * pixelBytes;
  for (let y = 0; y < Math.min(height, fromHeight); y++) {
    const from = y * fromWidth * pixelBytes;
    whole.set(data.subarray(from, from + row), y * width * pixelBytes);
  }
  return whole;
}
