import { inflateSync, zstdDecompressSync } from 'node:zlib';
import { expandLzw } from './lzw.ts';
import { expandPackBits } from './pack-bits.ts';
import { Compression } from './tags.ts';

/** Largest piece that zlib is asked to allocate before it has seen that there is so much. */
const CHUNK_BYTES = 8 * 2 ** 20;

/**
 * Expands the bytes of a chunk to exactly `length` bytes. More than that in the stream is ignored, as writers pad their last
 * strip. Throws Error, with a reason that continues "… cannot be decoded: ", where the stream is broken or too short.
 */
export function decompress(compression: number, input: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  switch (compression) {
    case Compression.none:
      return exactly(input, length);
    case Compression.lzw: {
      if (input[0] === 0 && (input[1]! & 1) === 1) throw new Error('it is in the LZW variant of before 1992');
      return filled(length, (output) => expandLzw(input, output));
    }
    case Compression.packBits:
      return filled(length, (output) => expandPackBits(input, output));
    case Compression.deflate:
    case Compression.oldDeflate:
      return exactly(inflateSync(input, limits(length)), length);
    case Compression.zstd:
      return exactly(zstdDecompressSync(input, limits(length)), length);
    default:
      throw new Error(`method ${compression} is unknown`);
  }
}

function limits(length: number): { maxOutputLength: number; chunkSize: number } {
  return { maxOutputLength: 2 * length + 65_536, chunkSize: Math.max(64, Math.min(length + 1, CHUNK_BYTES)) };
}

function filled(length: number, expand: (output: Uint8Array) => number): Uint8Array<ArrayBuffer> {
  const output = new Uint8Array(length);
  const count = expand(output);
  if (count < length) throw tooShort(count, length);
  return output;
}

function exactly(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  if (bytes.length < length) throw tooShort(bytes.length, length);
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, length);
}

function tooShort(count: number, length: number): Error {
  return new Error(`it holds ${count} of ${length} bytes`);
}
