import { GroveError } from '#core/model/error.ts';
import { damaged, type NamedFile, tooLarge, unsupported } from '../reading/read-errors.ts';
import { readCodecs, readFilters } from './array-codecs.ts';
import { type ArrayHeader, BYTES_PER_ELEMENT, type ZarrType } from './array-header.ts';
import { fillText, fillValue } from './fill-value.ts';
import { asList, asObject, asText, type Json, type JsonObject, member } from './json.ts';
import { readJson } from './read-json.ts';
import type { ZarrStore } from './zarr-store.ts';

/** Largest decoded chunk, in bytes. */
export const LARGEST_CHUNK = 2 ** 30;
/** Longest axis, and most axes. */
const LONGEST = 2 ** 31 - 1;
const MOST_AXES = 8;

const ADVICE = 'write the image anew with smaller chunks and with Blosc, zstd or gzip, for example with bioformats2raw';

/**
 * Reads and checks the metadata of an array of Zarr 2 or 3; undefined where `path` is no array. Throws GroveError 'corrupt',
 * 'unsupported' (an element type or compression that Grove does not read, by name) and 'too-large' (chunks over 1 GB).
 */
export async function readArrayHeader(store: ZarrStore, path: string): Promise<ArrayHeader | undefined> {
  const v3 = await readJson(store, `${path}/zarr.json`);
  if (v3 !== undefined) {
    return asText(member(v3, 'node_type')) === 'array' ? headerV3(store, path, v3) : undefined;
  }
  const v2 = await readJson(store, `${path}/.zarray`);
  return v2 === undefined ? undefined : headerV2(store, path, v2);
}

function headerV3(store: ZarrStore, path: string, document: JsonObject): ArrayHeader {
  const entry: NamedFile = { path: store.path, name: `${store.name}/${path}` };
  const grid = asObject(member(document, 'chunk_grid'));
  if (asText(member(grid, 'name')) !== 'regular') throw unsupported(entry, 'has chunks of different sizes', ADVICE);
  if (asList(member(document, 'storage_transformers')).length > 0)
    throw unsupported(entry, 'is stored through a transformer', ADVICE);
  const type = elementType(entry, nameOf(member(document, 'data_type')));
  const shape = sizes(entry, member(document, 'shape'), 'shape');
  const outer = sizes(entry, member(asObject(member(grid, 'configuration')), 'chunk_shape'), 'chunks', shape.length);
  const keys = asObject(member(document, 'chunk_key_encoding'));
  const separator = asText(member(asObject(member(keys, 'configuration')), 'separator'));
  const encoding = asText(member(keys, 'name'));
  if (encoding !== 'default' && encoding !== 'v2') throw unsupported(entry, 'names its chunks in an unknown way', ADVICE);
  if (separator !== null && separator !== '/' && separator !== '.') throw damaged(entry, 'its chunk names make no sense');
  const codecs = readCodecs(entry, asList(member(document, 'codecs')), shape.length);
  let chunks = outer;
  let shards: ArrayHeader['shards'] = null;
  if (codecs.inner !== null) {
    chunks = sizes(entry, codecs.inner.chunkShape, 'inner chunks', shape.length);
    if (!outer.every((size, axis) => size % chunks[axis]! === 0))
      throw damaged(entry, 'its shards are no multiples of its chunks');
    const pieces = outer.reduce((product, size, axis) => product * (size / chunks[axis]!), 1);
    if (pieces > 2 ** 20) throw tooLarge(entry, 'has more than a million chunks in a shard; write it anew with smaller shards');
    shards = {
      shape: outer,
      indexBytes: 16 * pieces + (codecs.inner.indexChecksum ? 4 : 0),
      indexFirst: codecs.inner.indexFirst,
    };
  }
  checkChunk(entry, chunks, type);
  const fill = fillValue(entry, member(document, 'fill_value'), type);
  const clean = {
    ...{ zarr_format: 3, node_type: 'array', shape, data_type: type, fill_value: fillText(fill), attributes: {} },
    chunk_grid: { name: 'regular', configuration: { chunk_shape: outer } },
    chunk_key_encoding: { name: encoding, configuration: separator === null ? {} : { separator } },
    codecs: codecs.list,
  };
  return { path, shape, chunks, type, fill, shards, compression: codecs.compression, document: documentOf('zarr.json', clean) };
}

function headerV2(store: ZarrStore, path: string, document: JsonObject): ArrayHeader {
  const entry: NamedFile = { path: store.path, name: `${store.name}/${path}` };
  const dtype = asText(member(document, 'dtype')) ?? 'a structure';
  const type = elementType(
    entry,
    DTYPES[dtype.slice(1)] !== undefined && '<>|'.includes(dtype[0]!) ? DTYPES[dtype.slice(1)]! : dtype,
  );
  const shape = sizes(entry, member(document, 'shape'), 'shape');
  const chunks = sizes(entry, member(document, 'chunks'), 'chunks', shape.length);
  checkChunk(entry, chunks, type);
  const separator = member(document, 'dimension_separator') ?? '.';
  if (separator !== '/' && separator !== '.') throw damaged(entry, 'its chunk names make no sense');
  const order = member(document, 'order') ?? 'C';
  if (order !== 'C' && order !== 'F') throw damaged(entry, 'its order is neither C nor F');
  const filters = readFilters(entry, member(document, 'filters'), member(document, 'compressor'));
  const clean = {
    ...{ zarr_format: 2, shape, chunks, dtype, order, fill_value: 0, dimension_separator: separator },
    ...{ filters: filters.filters, compressor: filters.compressor },
  };
  const fill = fillValue(entry, member(document, 'fill_value'), type);
  return {
    path,
    shape,
    chunks,
    type,
    fill,
    shards: null,
    compression: filters.compression,
    document: documentOf('.zarray', clean),
  };
}

function documentOf(name: 'zarr.json' | '.zarray', content: unknown): ArrayHeader['document'] {
  return { name, bytes: Buffer.from(JSON.stringify(content)) };
}

const DTYPES: Readonly<Record<string, ZarrType>> = {
  ...{ b1: 'bool', i1: 'int8', u1: 'uint8', i2: 'int16', u2: 'uint16', i4: 'int32', u4: 'uint32' },
  ...{ i8: 'int64', u8: 'uint64', f2: 'float16', f4: 'float32', f8: 'float64' },
};

function nameOf(value: Json | undefined): string {
  return asText(value) ?? asText(member(asObject(value), 'name')) ?? 'a structure';
}

function elementType(entry: NamedFile, name: string): ZarrType {
  if (Object.hasOwn(BYTES_PER_ELEMENT, name)) return name as ZarrType;
  throw unsupported(entry, `has elements of type ${name.slice(0, 40)}`, 'write it anew with whole or floating-point numbers');
}

function sizes(entry: NamedFile, value: Json | undefined, what: string, axes?: number): readonly number[] {
  const list = asList(value);
  if (list.length < 1 || list.length > MOST_AXES || (axes !== undefined && list.length !== axes)) {
    throw damaged(entry, `the number of axes of its ${what} makes no sense`);
  }
  let product = 1;
  for (const size of list) {
    if (!Number.isInteger(size) || Number(size) < 1) throw damaged(entry, `its ${what} makes no sense`);
    if (Number(size) > LONGEST) throw tooLarge(entry, `declares an axis of ${size}, more than Grove reads; check the file`);
    product *= Number(size);
  }
  if (product > Number.MAX_SAFE_INTEGER) throw tooLarge(entry, 'declares more samples than Grove reads; check the file');
  return list.map(Number);
}

function checkChunk(entry: NamedFile, chunks: readonly number[], type: ZarrType): void {
  const bytes = chunks.reduce((product, size) => product * size, BYTES_PER_ELEMENT[type]);
  if (bytes > LARGEST_CHUNK) {
    const size = (bytes / 2 ** 30).toFixed(1);
    throw new GroveError('too-large', `${entry.name} has chunks of ${size} GB, more than Grove reads; ${ADVICE}.`, {
      file: entry.path,
    });
  }
}
