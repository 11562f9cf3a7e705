import { damaged, type NamedFile, unsupported } from '../reading/read-errors.ts';
import { COMPRESSIONS } from './codecs/bounded-codecs.ts';
import { asList, asObject, asText, isObject, type Json, type JsonObject, member } from './json.ts';

interface CodecEntry {
  readonly name: string;
  readonly configuration: JsonObject;
}

export interface Codecs {
  /** As zarrita takes them. */
  readonly list: readonly CodecEntry[];
  /** Names of the compressions for the user. */
  readonly compression: readonly string[];
  /** Where chunks are gathered in shards: what is said of the inner chunks. */
  readonly inner: {
    readonly chunkShape: Json | undefined;
    readonly indexChecksum: boolean;
    readonly indexFirst: boolean;
  } | null;
}

const ADVICE = 'write it anew with Blosc, zstd, gzip or zlib';

/**
 * The codecs of an array of Zarr 3: at most one transposition, the bytes, compressions and a checksum; or shards of chunks with such
 * codecs. Throws GroveError 'unsupported' for others, by name, and 'corrupt'.
 */
export function readCodecs(entry: NamedFile, codecs: readonly Json[], axes: number): Codecs {
  const list = codecs.map((codec) => codecEntry(entry, codec));
  if (list[0]?.name === 'sharding_indexed') {
    if (list.length > 1) throw unsupported(entry, 'has other codecs around its shards', ADVICE);
    return readShards(entry, list[0].configuration, axes);
  }
  const compression: string[] = [];
  let stage = 0;
  for (const { name, configuration } of list) {
    if (name === 'transpose' && stage === 0) {
      checkOrder(entry, configuration, axes);
    } else if (name === 'bytes' && stage === 0) {
      const endian = member(configuration, 'endian');
      if (endian !== undefined && endian !== 'little' && endian !== 'big') throw damaged(entry, 'its byte order makes no sense');
      stage = 1;
    } else if (stage === 1 && (name === 'crc32c' || isCompression(name))) {
      if (name !== 'crc32c') compression.push(compressionName(name, configuration));
    } else {
      throw unsupported(entry, `is packed with ${name.slice(0, 40)}`, ADVICE);
    }
  }
  if (stage === 0) throw damaged(entry, 'it does not say how its numbers are stored');
  return { list, compression, inner: null };
}

function readShards(entry: NamedFile, configuration: JsonObject, axes: number): Codecs {
  const inner = readCodecs(entry, asList(member(configuration, 'codecs')), axes);
  if (inner.inner !== null) throw unsupported(entry, 'has shards inside shards', ADVICE);
  const index = asList(member(configuration, 'index_codecs')).map((codec) => codecEntry(entry, codec));
  const [bytes, checksum, ...others] = index;
  const plain = bytes?.name === 'bytes' && (checksum === undefined || checksum.name === 'crc32c') && others.length === 0;
  if (!plain) throw unsupported(entry, 'has a packed list of the chunks of a shard', ADVICE);
  const chunkShape = member(configuration, 'chunk_shape');
  const clean = { chunk_shape: chunkShape ?? null, codecs: inner.list, index_codecs: index } as unknown as JsonObject;
  return {
    list: [{ name: 'sharding_indexed', configuration: clean }],
    compression: inner.compression,
    inner: { chunkShape, indexChecksum: checksum !== undefined, indexFirst: member(configuration, 'index_location') === 'start' },
  };
}

/** Filters and compressor of an array of Zarr 2. Throws GroveError 'unsupported' for those that Grove does not read, by name. */
export function readFilters(
  entry: NamedFile,
  filters: Json | undefined,
  compressor: Json | undefined,
): { readonly filters: readonly JsonObject[]; readonly compressor: JsonObject | null; readonly compression: readonly string[] } {
  const list = asList(filters).map(asObject);
  for (const filter of list) {
    const id = asText(member(filter, 'id')) ?? 'an unnamed filter';
    if (id !== 'shuffle') throw unsupported(entry, `is stored through ${id.slice(0, 40)}`, ADVICE);
  }
  if (compressor === undefined || compressor === null) return { filters: list, compressor: null, compression: [] };
  const known = asObject(compressor);
  const id = asText(member(known, 'id')) ?? 'an unnamed compression';
  if (!isCompression(id)) throw unsupported(entry, `is packed with ${id.slice(0, 40)}`, ADVICE);
  return { filters: list, compressor: known, compression: [compressionName(id, known)] };
}

/** A codec is an object with its name and configuration, or its name alone. */
function codecEntry(entry: NamedFile, codec: Json): CodecEntry {
  const name = asText(codec) ?? asText(member(asObject(codec), 'name'));
  if (name === null) throw damaged(entry, 'one of its codecs has no name');
  const configuration = member(asObject(codec), 'configuration');
  return { name, configuration: isObject(configuration) ? configuration : {} };
}

function isCompression(name: string): boolean {
  return COMPRESSIONS.includes(name.replace(/^numcodecs\./, ''));
}

function compressionName(name: string, configuration: JsonObject): string {
  const plain = name.replace(/^numcodecs\./, '');
  return plain === 'blosc' ? `Blosc ${asText(member(configuration, 'cname')) ?? ''}`.trim() : plain;
}

function checkOrder(entry: NamedFile, configuration: JsonObject, axes: number): void {
  const order = member(configuration, 'order');
  if (order === 'C' || order === 'F') return;
  const list = asList(order);
  const whole = list.length === axes && new Set(list).size === axes;
  if (!whole || !list.every((axis) => Number.isInteger(axis) && Number(axis) >= 0 && Number(axis) < axes)) {
    throw damaged(entry, 'the order of its axes makes no sense');
  }
}
