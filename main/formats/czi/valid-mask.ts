import type { SourceFile } from '../reading/source-file.ts';
import type { PayloadPlaces } from './read-payload.ts';
import { viewOf } from './segment.ts';

/** Which pixels of a bitmap are real: a bit per pixel, rows of `stride` bytes, the highest bit leftmost. */
export interface ValidMask {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly bits: Uint8Array;
}

/** Identifier of the chunk that holds the mask. */
const MASK_CHUNK = '67eae3cbfc5b2b49a16aece378031448';
const CHUNK_HEAD = 20;
const MASK_HEAD = 16;
const LONGEST_METADATA = 2 ** 20;
const LONGEST_ATTACHMENT = 2 ** 28;

/** The mask of a sub-block, null where it has none. A mask that makes no sense is none. */
export async function readValidMask(file: SourceFile, { metadata, attachment }: PayloadPlaces): Promise<ValidMask | null> {
  if (attachment.bytes < CHUNK_HEAD + MASK_HEAD || attachment.bytes > LONGEST_ATTACHMENT) return null;
  if (metadata.bytes > LONGEST_METADATA || attachment.at + attachment.bytes > file.size) return null;
  const text = Buffer.from(await file.read(metadata.at, metadata.bytes, 'the description of a tile')).toString('latin1');
  if (!/<DataFormat>\s*CHUNKCONTAINER\s*</i.test(text)) return null;
  const bytes = await file.read(attachment.at, attachment.bytes, 'the mask of a tile');
  const view = viewOf(bytes);
  for (let at = 0; at + CHUNK_HEAD <= bytes.length; ) {
    const size = view.getInt32(at + 16, true);
    if (size < 0 || at + CHUNK_HEAD + size > bytes.length) return null;
    if (Buffer.from(bytes.subarray(at, at + 16)).toString('hex') === MASK_CHUNK) return readMask(bytes, at + CHUNK_HEAD, size);
    at += CHUNK_HEAD + size;
  }
  return null;
}

function readMask(bytes: Uint8Array, at: number, size: number): ValidMask | null {
  if (size < MASK_HEAD) return null;
  const view = viewOf(bytes);
  const [width, height, type, stride] = [0, 4, 8, 12].map((offset) => view.getInt32(at + offset, true));
  const whole = type === 0 && width! > 0 && height! > 0 && 8 * stride! >= width! && stride! * height! <= size - MASK_HEAD;
  if (!whole) return null;
  return { width: width!, height: height!, stride: stride!, bits: bytes.subarray(at + MASK_HEAD, at + size) };
}

/** True where the pixel is real; beyond the mask none is. */
export function isValid({ width, height, stride, bits }: ValidMask, x: number, y: number): boolean {
  return x < width && y < height && (bits[y * stride + (x >> 3)]! & (128 >> (x & 7))) !== 0;
}
