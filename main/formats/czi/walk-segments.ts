import type { SourceFile } from '../reading/source-file.ts';
import { DIMENSION_BYTES, dimensionCount, ENTRY_BYTES, MOST_DIMENSIONS, readEntry } from './directory-entry.ts';
import { readSegment, SEGMENT_HEADER, SEGMENT_IDS, viewOf } from './segment.ts';
import type { SubBlock } from './sub-block.ts';

/** From a sub-block's header to the copy of its entry. */
const COPY_AT = SEGMENT_HEADER + 16;
const LONGEST_COPY = ENTRY_BYTES + MOST_DIMENSIONS * DIMENSION_BYTES;

/** What a walk over the segments of a file found. */
export interface FoundSegments {
  readonly subBlocks: readonly SubBlock[];
  /** Position of the metadata; 0 where there are none. */
  readonly metadata: number;
  /** True where the last segment ends with the file: nothing of it was cut off. */
  readonly whole: boolean;
}

/**
 * Goes from segment to segment and gathers the sub-blocks' own copies of their entries: the way to the pixels of a file whose
 * list of them is missing. Ends at the first place where no segment begins; a sub-block that reaches beyond the end of the file
 * is left out.
 */
export async function walkSegments(file: SourceFile): Promise<FoundSegments> {
  const subBlocks: SubBlock[] = [];
  let metadata = 0;
  let position = 0;
  for (;;) {
    const segment = await readSegment(file, position);
    if (segment === null || !SEGMENT_IDS.includes(segment.id) || !(segment.allocated > 0)) break;
    const next = position + SEGMENT_HEADER + segment.allocated;
    if (segment.id === 'ZISRAWMETADATA' && metadata === 0) metadata = position;
    if (segment.id === 'ZISRAWSUBBLOCK' && next <= file.size) {
      const entry = await readCopy(file, position, segment.allocated, subBlocks.length);
      if (entry !== null) subBlocks.push(entry);
    }
    if (!(next <= file.size)) break;
    position = next;
  }
  return { subBlocks, metadata, whole: position === file.size };
}

async function readCopy(file: SourceFile, position: number, allocated: number, index: number): Promise<SubBlock | null> {
  const length = Math.min(LONGEST_COPY, SEGMENT_HEADER + allocated - COPY_AT);
  if (length < ENTRY_BYTES) return null;
  const bytes = await file.read(position + COPY_AT, length, 'a part of its pixels');
  const view = viewOf(bytes);
  try {
    const count = dimensionCount(file, bytes, view, 0);
    if (ENTRY_BYTES + count * DIMENSION_BYTES > length) return null;
    const entry = readEntry(bytes, view, 0, count, index);
    return entry === null ? null : { ...entry, position };
  } catch {
    // Others may still be whole.
    return null;
  }
}
