import type { SourceFile } from '../reading/source-file.ts';
import type { ChunkPlace } from './chunk-table.ts';

/** Gaps up to this long are read over rather than jumped. */
const GAP_BYTES = 32 * 2 ** 10;
const RANGE_BYTES = 4 * 2 ** 20;

/**
 * Reads the bytes of several chunks, neighbours in the file with one call. The arrays returned may be changed: no two share
 * memory, even where chunks share their place.
 */
export async function readTogether(file: SourceFile, places: readonly ChunkPlace[]): Promise<Uint8Array<ArrayBuffer>[]> {
  const order = places.map((_, i) => i).sort((a, b) => places[a]!.offset - places[b]!.offset);
  const bytes = new Array<Uint8Array<ArrayBuffer>>(places.length);
  for (let first = 0; first < order.length; ) {
    const start = places[order[first]!]!.offset;
    let end = start + places[order[first]!]!.bytes;
    let last = first + 1;
    for (; last < order.length; last++) {
      const { offset, bytes: length } = places[order[last]!]!;
      if (offset > end + GAP_BYTES || offset + length > start + RANGE_BYTES) break;
      end = Math.max(end, offset + length);
    }
    const range = await file.read(start, end - start, 'the last of its pixels');
    let taken = 0;
    for (const i of order.slice(first, last)) {
      const from = places[i]!.offset - start;
      const to = from + places[i]!.bytes;
      bytes[i] = from < taken ? range.slice(from, to) : range.subarray(from, to);
      taken = Math.max(taken, to);
    }
    first = last;
  }
  return bytes;
}
