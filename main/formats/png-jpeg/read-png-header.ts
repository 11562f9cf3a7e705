import { cutOff, damaged } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import type { CodedImage } from './coded-image.ts';

const SIGNATURE_BYTES = 8;
/** Length, name and check sum around the data of a chunk. */
const AROUND_BYTES = 12;
const WINDOW_BYTES = 64 * 2 ** 10;
const PALETTE = 3;
const ALPHA_TYPES = [4, 6];

/**
 * Reads the header of a PNG and walks over its chunks to the last one, so that a file that was cut off is known at once.
 * Throws GroveError 'corrupt'.
 */
export async function readPngHeader(file: SourceFile): Promise<CodedImage> {
  if (file.size < SIGNATURE_BYTES + AROUND_BYTES + 13) throw cutOff(file, 'its header');
  const head = new DataView((await file.read(SIGNATURE_BYTES, AROUND_BYTES + 13, 'its header')).buffer);
  const width = head.getUint32(8);
  const height = head.getUint32(12);
  const depth = head.getUint8(16);
  const colorType = head.getUint8(17);
  const wellFormed = head.getUint32(0) === 13 && head.getUint32(4) === 0x49484452;
  if (!wellFormed || width === 0 || height === 0 || ![1, 2, 4, 8, 16].includes(depth) || ![0, 2, 3, 4, 6].includes(colorType)) {
    throw damaged(file, 'its PNG header is wrong');
  }
  const transparent = await walkChunks(file);
  const notes = [
    ...(ALPHA_TYPES.includes(colorType) || transparent ? ['The transparency (alpha) is left out.'] : []),
    ...(colorType === PALETTE ? ['The colour table is applied: channels are red, green and blue.'] : []),
    ...(depth < 8 && colorType !== PALETTE ? [`Values of ${depth} bits are spread over 0 to 255.`] : []),
  ];
  const channels = colorType === 0 || colorType === 4 ? 1 : 3;
  // Deflate reaches 1032; a colour table turns a fraction of a byte into three.
  const largestExpansion = colorType === PALETTE ? 1032 * 3 * (8 / depth) : 1032 * Math.max(1, 8 / depth);
  return { width, height, channels, deep: depth === 16, largestExpansion, notes };
}

/** Goes from chunk to chunk to the end mark; true where there is a chunk of transparency. */
async function walkChunks(file: SourceFile): Promise<boolean> {
  let window = new DataView(new ArrayBuffer(0));
  let windowStart = 0;
  let transparent = false;
  let hasPixels = false;
  for (let at = SIGNATURE_BYTES; ; ) {
    if (at + AROUND_BYTES > file.size) throw cutOff(file, 'its end mark');
    if (at < windowStart || at + 8 > windowStart + window.byteLength) {
      window = new DataView((await file.read(at, Math.min(WINDOW_BYTES, file.size - at), 'its chunks')).buffer);
      windowStart = at;
    }
    const length = window.getUint32(at - windowStart);
    const name = window.getUint32(at - windowStart + 4);
    at += AROUND_BYTES + length;
    if (at > file.size) throw cutOff(file, 'its pixels are complete');
    if (name === 0x49444154) hasPixels = true;
    if (name === 0x74524e53) transparent = true;
    if (name === 0x49454e44) break;
  }
  if (!hasPixels) throw damaged(file, 'it holds no pixels');
  return transparent;
}
