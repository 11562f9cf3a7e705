import { inflateSync, zstdDecompressSync } from 'node:zlib';
import { decodeBloscLz } from './blosclz.ts';
import { decodeLz4Block } from './lz4-block.ts';
import { unshuffleBits, unshuffleBytes } from './unshuffle.ts';

const HEADER = 16;
const FORMATS = ['BloscLZ', 'LZ4', 'Snappy', 'zlib', 'zstd'];
const MOST_SPLITS = 16;
const LEAST_SPLIT = 128;

const Flag = { shuffle: 1, stored: 2, bitShuffle: 4, unsplit: 16 } as const;

/**
 * Decodes a Blosc buffer (format of c-blosc 1.x): 16 bytes of header – versions, flags, element size, sizes – the places of the
 * blocks, and the blocks, each split by bytes of an element or not, compressed and perhaps shuffled. Throws Error where it declares
 * more than `limit` bytes, before anything of that size is allocated, and where it contradicts itself.
 */
export function decodeBlosc(source: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  if (source.length < HEADER) throw new Error('Blosc data end within their header');
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const flags = source[2]!;
  const elementSize = Math.max(1, source[3]!);
  const length = view.getUint32(4, true);
  const blockLength = view.getUint32(8, true);
  const packed = view.getUint32(12, true);
  if (length > limit) throw new Error(`Blosc data declare ${length} bytes instead of at most ${limit}`);
  if (packed > source.length || packed < HEADER)
    throw new Error(`Blosc data declare ${packed} bytes, ${source.length} are there`);
  if ((flags & Flag.stored) !== 0) {
    if (packed < HEADER + length) throw new Error('Blosc data end too early');
    return source.slice(HEADER, HEADER + length);
  }
  if (length === 0) return new Uint8Array(0);
  const blocks = Math.ceil(length / blockLength);
  if (!(blockLength >= 1 && HEADER + blocks * 4 <= packed))
    throw new Error('Blosc data have no room for the places of their blocks');
  const format = FORMATS[flags >> 5];
  const target = new Uint8Array(length);
  const buffer = (flags & (Flag.shuffle | Flag.bitShuffle)) === 0 ? null : new Uint8Array(Math.min(blockLength, length));
  for (let block = 0; block < blocks; block++) {
    const out = target.subarray(block * blockLength, Math.min(length, (block + 1) * blockLength));
    const whole = out.length === blockLength;
    const split = (flags & Flag.unsplit) === 0 && whole && elementSize <= MOST_SPLITS && blockLength / elementSize >= LEAST_SPLIT;
    const parts = split ? elementSize : 1;
    const raw = buffer === null ? out : buffer.subarray(0, out.length);
    const partLength = Math.floor(raw.length / parts);
    let at = view.getUint32(HEADER + 4 * block, true);
    for (let part = 0; part < parts; part++) {
      if (at + 4 > packed) throw new Error('a Blosc block lies outside the data');
      const bytes = view.getUint32(at, true);
      at += 4;
      if (at + bytes > packed) throw new Error('a Blosc block runs over the end of the data');
      const piece = source.subarray(at, at + bytes);
      const into = raw.subarray(part * partLength, part === parts - 1 ? raw.length : (part + 1) * partLength);
      if (bytes === into.length) into.set(piece);
      else unpack(format, piece, into);
      at += bytes;
    }
    if (buffer === null) continue;
    if ((flags & Flag.shuffle) !== 0 && elementSize > 1) unshuffleBytes(raw, out, elementSize);
    else if ((flags & Flag.bitShuffle) !== 0 && out.length >= elementSize) unshuffleBits(raw, out, elementSize);
    else out.set(raw);
  }
  return target;
}

/** Fills `into` exactly. */
function unpack(format: string | undefined, piece: Uint8Array, into: Uint8Array): void {
  if (format === 'LZ4') decodeLz4Block(piece, into);
  else if (format === 'BloscLZ') decodeBloscLz(piece, into);
  else if (format === 'zlib') copyWhole(inflateSync(piece, { maxOutputLength: into.length }), into);
  else if (format === 'zstd') copyWhole(zstdDecompressSync(piece, { maxOutputLength: into.length }), into);
  else throw new Error(`Blosc with ${format ?? 'an unknown compression'} is not read by Grove`);
}

function copyWhole(bytes: Uint8Array, into: Uint8Array): void {
  if (bytes.length !== into.length) throw new Error(`a Blosc block unpacks to ${bytes.length} bytes instead of ${into.length}`);
  into.set(bytes);
}
