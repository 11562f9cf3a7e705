import { BYTES_PER_SAMPLE, type PixelArray, type PixelType } from '#core/model/image.ts';
import { compress } from './compress-for-test.ts';
import { bytesOf } from './read-all.ts';

/** A tag as it shall stand in the file: type 1 byte, 2 text, 3 short, 4 long, 5 rational (pairs), 9 signed long, 16 long8. */
export interface TestTag {
  readonly type: number;
  readonly values: readonly number[];
}

/** A page to be written in whatever layout. */
export interface TestPage {
  readonly width: number;
  readonly height: number;
  readonly type: PixelType;
  /** Shape (height, width, samples). */
  readonly pixels: PixelArray;
  readonly samples?: number;
  readonly planar?: boolean;
  readonly tile?: readonly [width: number, height: number];
  readonly rowsPerStrip?: number;
  readonly compression?: number;
  readonly predictor?: 1 | 2 | 3;
  readonly photometric?: number;
  readonly description?: string;
  /** Ready-made chunks instead of those cut from `pixels`. */
  readonly chunks?: readonly Uint8Array[];
  /** Directories below this one. */
  readonly below?: readonly TestPage[];
  /** Overrides; null removes a tag. */
  readonly tags?: Readonly<Record<number, TestTag | null>>;
}

export interface TestTiff {
  readonly bigEndian?: boolean;
  readonly big?: boolean;
}

const VALUE_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 9: 4, 16: 8 };

/** Encodes pages one after another: chunks, then directory. Written for tests, independently of the product. */
export function encodeTiff(pages: readonly TestPage[], { bigEndian = false, big = false }: TestTiff = {}): Buffer {
  const little = !bigEndian;
  const parts: Uint8Array[] = [];
  let end = 0;
  const add = (bytes: Uint8Array): number => {
    const at = end;
    parts.push(bytes);
    end += bytes.length;
    if (end % 2 === 1) {
      parts.push(new Uint8Array(1));
      end++;
    }
    return at;
  };
  const header = new DataView(new ArrayBuffer(big ? 16 : 8));
  add(new Uint8Array(header.buffer));
  header.setUint16(0, little ? 0x4949 : 0x4d4d, false);
  header.setUint16(2, big ? 43 : 42, little);
  if (big) header.setUint16(4, 8, little);
  let setNext = (offset: number): void => {
    if (big) header.setBigUint64(8, BigInt(offset), little);
    else header.setUint32(4, offset, little);
  };

  const encodeValues = ({ type, values }: TestTag): Uint8Array => {
    const size = VALUE_BYTES[type]!;
    const view = new DataView(new ArrayBuffer(type === 5 ? values.length * 4 : values.length * size));
    for (const [i, value] of values.entries()) {
      if (type === 1 || type === 2) view.setUint8(i, value);
      else if (type === 3) view.setUint16(2 * i, value, little);
      else if (type === 16) view.setBigUint64(8 * i, BigInt(value), little);
      else view.setUint32(4 * i, value, little);
    }
    return new Uint8Array(view.buffer);
  };

  const addPage = (page: TestPage): { at: number; setNext: (offset: number) => void } => {
    const chunks = page.chunks ?? cutChunks(page, bigEndian);
    const offsets = chunks.map(add);
    const below = (page.below ?? []).map((one) => addPage(one).at);
    const samples = page.samples ?? 1;
    const long = (...values: number[]): TestTag => ({ type: big ? 16 : 4, values });
    const short = (...values: number[]): TestTag => ({ type: 3, values });
    const kind = page.type.startsWith('float') ? 3 : page.type.startsWith('int') ? 2 : 1;
    const tags: Record<number, TestTag | null> = {
      256: long(page.width),
      257: long(page.height),
      258: short(...Array<number>(samples).fill(8 * BYTES_PER_SAMPLE[page.type])),
      259: short(page.compression ?? 1),
      262: short(page.photometric ?? 1),
      ...(page.description !== undefined && { 270: { type: 2, values: [...Buffer.from(`${page.description}\0`)] } }),
      277: short(samples),
      284: short(page.planar ? 2 : 1),
      317: short(page.predictor ?? 1),
      339: short(...Array<number>(samples).fill(kind)),
      ...(page.tile
        ? { 322: long(page.tile[0]), 323: long(page.tile[1]), 324: long(...offsets), 325: long(...chunks.map((c) => c.length)) }
        : { 273: long(...offsets), 278: long(page.rowsPerStrip ?? page.height), 279: long(...chunks.map((c) => c.length)) }),
      ...(below.length > 0 && { 330: long(...below) }),
      ...page.tags,
    };
    const entries = Object.entries(tags).flatMap(([tag, value]) => (value === null ? [] : [{ tag: Number(tag), ...value }]));
    const room = big ? 8 : 4;
    const entryBytes = 12 + (big ? 8 : 0);
    const start = big ? 8 : 2;
    const directory = new DataView(new ArrayBuffer(start + entries.length * entryBytes + room));
    if (big) directory.setBigUint64(0, BigInt(entries.length), little);
    else directory.setUint16(0, entries.length, little);
    for (const [i, { tag, type, values }] of entries.entries()) {
      const at = start + i * entryBytes;
      const bytes = encodeValues({ type, values });
      directory.setUint16(at, tag, little);
      directory.setUint16(at + 2, type, little);
      const count = type === 5 ? values.length / 2 : values.length;
      if (big) directory.setBigUint64(at + 4, BigInt(count), little);
      else directory.setUint32(at + 4, count, little);
      const valueAt = at + (big ? 12 : 8);
      if (bytes.length <= room) new Uint8Array(directory.buffer).set(bytes, valueAt);
      else if (big) directory.setBigUint64(valueAt, BigInt(add(bytes)), little);
      else directory.setUint32(valueAt, add(bytes), little);
    }
    const nextAt = directory.byteLength - room;
    return {
      at: add(new Uint8Array(directory.buffer)),
      setNext: (offset) => {
        if (big) directory.setBigUint64(nextAt, BigInt(offset), little);
        else directory.setUint32(nextAt, offset, little);
      },
    };
  };

  for (const page of pages) {
    const added = addPage(page);
    setNext(added.at);
    setNext = added.setNext;
  }
  return Buffer.concat(parts);
}

/** Cuts interleaved pixels into strips or tiles, applies the predictor, orders bytes and compresses. */
function cutChunks(page: TestPage, bigEndian: boolean): Uint8Array[] {
  const { width, height, pixels, samples = 1, planar = false, tile, compression = 1 } = page;
  const chunkWidth = tile?.[0] ?? width;
  const chunkHeight = tile?.[1] ?? page.rowsPerStrip ?? height;
  const chunks: Uint8Array[] = [];
  for (const group of planar ? Array.from({ length: samples }, (_, s) => [s]) : [Array.from({ length: samples }, (_, s) => s)]) {
    for (let top = 0; top < height; top += chunkHeight) {
      for (let left = 0; left < width; left += chunkWidth) {
        const rows = tile ? chunkHeight : Math.min(chunkHeight, height - top);
        const part = pixels.slice(0, 0).constructor as new (length: number) => PixelArray;
        const chunk = new part(rows * chunkWidth * group.length);
        let at = 0;
        for (let y = top; y < top + rows; y++) {
          for (let x = left; x < left + chunkWidth; x++) {
            for (const s of group) chunk[at++] = y < height && x < width ? pixels[(y * width + x) * samples + s]! : 0;
          }
        }
        chunks.push(compress(compression, predicted(chunk, chunkWidth, group.length, page.predictor ?? 1, bigEndian)));
      }
    }
  }
  return chunks;
}

function predicted(chunk: PixelArray, width: number, samples: number, predictor: number, bigEndian: boolean): Uint8Array {
  const row = width * samples;
  if (predictor === 2) {
    for (let start = 0; start < chunk.length; start += row) {
      for (let i = row - 1; i >= samples; i--) chunk[start + i] = chunk[start + i]! - chunk[start + i - samples]!;
    }
  }
  const size = chunk.BYTES_PER_ELEMENT;
  const bytes = bytesOf(chunk).slice();
  if (predictor !== 3) {
    if (bigEndian) for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
    return bytes;
  }
  const out = new Uint8Array(bytes.length);
  const rowBytes = row * size;
  for (let start = 0; start < bytes.length; start += rowBytes) {
    for (let i = 0; i < row; i++) {
      for (let b = 0; b < size; b++) out[start + b * row + i] = bytes[start + i * size + (size - 1 - b)]!;
    }
    for (let i = rowBytes - 1; i >= samples; i--) out[start + i] = out[start + i]! - out[start + i - samples]!;
  }
  return out;
}
