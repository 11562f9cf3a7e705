import { damaged } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { DIMENSION_BYTES, dimensionCount, ENTRY_BYTES, MOST_DIMENSIONS, readEntry } from './directory-entry.ts';
import { expectSegment, SEGMENT_HEADER, viewOf } from './segment.ts';
import type { SubBlock } from './sub-block.ts';

/** From the segment's header to its first entry. */
const ENTRIES_FROM = SEGMENT_HEADER + 128;
/** Shortest entry: one dimension. */
const LEAST_ENTRY = ENTRY_BYTES + DIMENSION_BYTES;
const LONGEST_ENTRY = ENTRY_BYTES + MOST_DIMENSIONS * DIMENSION_BYTES;

/** Entries of a CZI file, and how many were left out because they have no pixels. */
export interface CziDirectory {
  readonly subBlocks: readonly SubBlock[];
  readonly empty: number;
}

/** Reads the directory of sub-blocks at `position`, at once. Throws GroveError 'corrupt' and 'unsupported'. */
export async function readDirectory(file: SourceFile, position: number): Promise<CziDirectory> {
  const segment = await expectSegment(file, position, 'ZISRAWDIRECTORY', 'list of its pixels');
  const from = position + ENTRIES_FROM;
  if (from > file.size) throw damaged(file, 'the list of its pixels is cut off');
  const head = viewOf(await file.read(position + SEGMENT_HEADER, 4, 'the list of its pixels'));
  const count = head.getInt32(0, true);
  const room = Math.min(file.size - from, Math.max(0, segment.used - 128));
  if (count < 0 || count * LEAST_ENTRY > room) {
    throw damaged(file, `the list of its pixels declares ${count} entries, for which it has no room`);
  }
  const bytes = await file.read(from, Math.min(room, count * LONGEST_ENTRY), 'the list of its pixels');
  const view = viewOf(bytes);
  const subBlocks: SubBlock[] = [];
  let empty = 0;
  for (let index = 0, at = 0; index < count; index++) {
    if (at + ENTRY_BYTES > bytes.length) throw damaged(file, `entry ${index + 1} of the list of its pixels is cut off`);
    const dimensions = dimensionCount(file, bytes, view, at);
    const next = at + ENTRY_BYTES + dimensions * DIMENSION_BYTES;
    if (next > bytes.length) throw damaged(file, `entry ${index + 1} of the list of its pixels is cut off`);
    const entry = readEntry(bytes, view, at, dimensions, index);
    if (entry === null) empty++;
    else subBlocks.push(entry);
    at = next;
  }
  return { subBlocks, empty };
}
