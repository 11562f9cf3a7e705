import * as zarr from 'zarrita';
import { GroveError } from '#core/model/error.ts';
import type { PixelArray } from '#core/model/image.ts';
import { damaged, type NamedFile } from '../reading/read-errors.ts';
import { type ArrayHeader, BYTES_PER_ELEMENT } from './array-header.ts';
import { installBoundedCodecs, slightlyMore } from './codecs/bounded-codecs.ts';
import { toPixels } from './to-pixels.ts';
import type { ZarrStore } from './zarr-store.ts';

export interface DecodedChunk {
  readonly pixels: PixelArray;
  /** Distance of neighbours along each axis, in samples. */
  readonly strides: readonly number[];
}

export interface ChunkReader {
  readonly header: ArrayHeader;
  /**
   * Decodes the chunk at a place of the grid of chunks; null where it is missing and all its samples have the fill value. Throws
   * GroveError 'corrupt', naming the chunk, 'unreadable', and 'unsupported' where a 64-bit number fits no 32 bits.
   */
  read(place: readonly number[]): Promise<DecodedChunk | null>;
}

/** Lists of the chunks of shards kept by zarrita, before they are forgotten. */
const INDEX_BYTES = 32 * 2 ** 20;

/** Thrown through zarrita where a chunk is missing, so that nothing is allocated for it. */
class MissingChunk extends Error {}

/** Reads the chunks of an array through zarrita, with decoders that never give more than a chunk holds. */
export function createChunkReader(store: ZarrStore, header: ArrayHeader): ChunkReader {
  installBoundedCodecs();
  const entry: NamedFile = { path: store.path, name: store.name };
  const samples = header.chunks.reduce((product, size) => product * size, 1);
  const largest = slightlyMore(samples * BYTES_PER_ELEMENT[header.type]);
  const { shards } = header;
  let opening: Promise<zarr.Array<zarr.DataType>> | null = null;
  let known = new Set<string>();

  /** What zarrita sees: the checked metadata, and the chunks. */
  const readable: zarr.AsyncReadable = {
    async get(key) {
      const name = key.slice(1);
      if (name === header.document.name) return header.document.bytes;
      const bytes = await store.get(`${header.path}/${name}`, largest);
      if (bytes === undefined) throw new MissingChunk();
      return bytes;
    },
    async getRange(key, range) {
      const path = `${header.path}${key}`;
      const index = 'suffixLength' in range;
      if (index && known.size >= 1 && known.size * range.suffixLength > INDEX_BYTES) forget();
      if (index) known.add(key);
      const place = index && shards?.indexFirst === true ? { offset: 0, length: range.suffixLength } : range;
      const bytes = await store.getRange(path, place, index ? shards!.indexBytes : largest);
      if (bytes === undefined) throw new MissingChunk();
      return bytes;
    },
  };
  function forget(): void {
    opening = null;
    known = new Set();
  }

  return {
    header,
    async read(place) {
      opening ??=
        header.document.name === 'zarr.json'
          ? zarr.open.v3(readable, { kind: 'array' })
          : zarr.open.v2(readable, { kind: 'array', attrs: false });
      try {
        const array = await opening;
        const chunk = await array.getChunk([...place]);
        const pixels = toPixels(entry, header, chunk.data);
        if (pixels.length !== samples) throw new Error(`it holds ${pixels.length} samples instead of ${samples}`);
        return { pixels, strides: chunk.stride };
      } catch (error) {
        if (error instanceof MissingChunk) return null;
        const cause = error instanceof zarr.CodecPipelineError ? error.cause : error;
        if (cause instanceof GroveError) throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw damaged(entry, `chunk ${place.join('/')} of ${header.path} cannot be decoded (${reason})`, error);
      }
    },
  };
}
