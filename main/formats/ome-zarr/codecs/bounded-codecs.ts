import { gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { registry } from 'zarrita';
import { BYTES_PER_ELEMENT, type ZarrType } from '../array-header.ts';
import { decodeBlosc } from './blosc.ts';
import { crc32c } from './crc32c.ts';
import { decodeLz4Block } from './lz4-block.ts';

/** What zarrita tells a codec about the chunks it decodes. */
interface ChunkMetadata {
  readonly dataType: string;
  readonly shape: readonly number[];
}

type Decode = (bytes: Uint8Array, limit: number) => Uint8Array;

const DECODERS: Readonly<Record<string, Decode>> = {
  zstd: (bytes, limit) => zstdDecompressSync(bytes, { maxOutputLength: limit }),
  gzip: (bytes, limit) => gunzipSync(bytes, { maxOutputLength: limit }),
  zlib: (bytes, limit) => inflateSync(bytes, { maxOutputLength: limit }),
  blosc: decodeBlosc,
  lz4: decodeSizedLz4,
};

/** Compressions that this module decodes, by their names in Zarr 3. */
export const COMPRESSIONS: readonly string[] = Object.keys(DECODERS);

let installed = false;

/**
 * Puts Grove's decoders into zarrita's registry, which belongs to the thread: they know how large a chunk may become and stop there,
 * run on the thread itself without waiting, and check what zarrita leaves unchecked.
 */
export function installBoundedCodecs(): void {
  if (installed) return;
  installed = true;
  for (const [name, decode] of Object.entries(DECODERS)) {
    for (const id of [name, `numcodecs.${name}`]) register(id, boundedCodec(decode));
  }
  register('crc32c', () => ({
    kind: 'bytes_to_bytes',
    encode: readOnly,
    decode: checked,
    computeEncodedSize: (size) => size + 4,
  }));
}

interface Codec {
  readonly kind: 'bytes_to_bytes';
  encode(bytes: Uint8Array): Uint8Array;
  decode(bytes: Uint8Array): Uint8Array;
  computeEncodedSize?(size: number): number;
}

function register(name: string, fromConfig: (config: unknown, meta: ChunkMetadata) => Codec): void {
  registry.set(name, async () => ({ kind: 'bytes_to_bytes', fromConfig }));
}

function boundedCodec(decode: Decode): (config: unknown, meta: ChunkMetadata) => Codec {
  return (_, meta) => {
    const samples = meta.shape.reduce((product, size) => product * size, 1);
    // A compressed chunk may be compressed again or carry a checksum; it is hardly larger then.
    const limit = slightlyMore(samples * (BYTES_PER_ELEMENT[meta.dataType as ZarrType] ?? 1));
    return { kind: 'bytes_to_bytes', encode: readOnly, decode: (bytes) => decode(bytes, limit) };
  };
}

/** The most bytes that data of this size take after a compression that finds nothing to compress. */
export function slightlyMore(bytes: number): number {
  return bytes + Math.ceil(bytes / 128) + 1024;
}

/** numcodecs' LZ4: the length in 32 bits, then one block. */
function decodeSizedLz4(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.length < 4) throw new Error('LZ4 data end within their length');
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  if (length > limit) throw new Error(`LZ4 data declare ${length} bytes instead of at most ${limit}`);
  const target = new Uint8Array(length);
  if (length > 0) decodeLz4Block(bytes.subarray(4), target);
  return target;
}

function checked(bytes: Uint8Array): Uint8Array {
  const end = bytes.length - 4;
  if (end < 0) throw new Error('its checksum is missing');
  const checksum = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0, true);
  const content = bytes.subarray(0, end);
  if (crc32c(content) !== checksum) throw new Error('its checksum is wrong');
  return content;
}

function readOnly(): never {
  throw new Error('This codec only decodes.');
}
