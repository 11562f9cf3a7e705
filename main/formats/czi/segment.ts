import { damaged } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';

/** Bytes of a segment's header; positions in the file point at it, not at the data behind it. */
export const SEGMENT_HEADER = 32;

export type SegmentId =
  | 'ZISRAWFILE'
  | 'ZISRAWDIRECTORY'
  | 'ZISRAWSUBBLOCK'
  | 'ZISRAWMETADATA'
  | 'ZISRAWATTACH'
  | 'ZISRAWATTDIR'
  | 'DELETED';

export const SEGMENT_IDS: readonly string[] = [
  'ZISRAWFILE',
  'ZISRAWDIRECTORY',
  'ZISRAWSUBBLOCK',
  'ZISRAWMETADATA',
  'ZISRAWATTACH',
  'ZISRAWATTDIR',
  'DELETED',
];

/** Where a segment lies. */
export interface Segment {
  readonly id: string;
  readonly position: number;
  /** Bytes behind the header up to the next segment. */
  readonly allocated: number;
  /** Bytes behind the header that mean something. */
  readonly used: number;
}

/** A view over bytes for the little-endian numbers of the format. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A 64-bit position or size; those that no file can have are infinite, so that every check against the file's size fails. */
export function longAt(view: DataView, at: number): number {
  const value = view.getBigInt64(at, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value);
}

/** ASCII text up to its first zero byte. */
export function asciiAt(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length && bytes[i] !== 0; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

/** Reads the header of the segment at `position`; null where the file ends before. */
export async function readSegment(file: SourceFile, position: number): Promise<Segment | null> {
  if (!(position >= 0 && position + SEGMENT_HEADER <= file.size)) return null;
  const bytes = await file.read(position, SEGMENT_HEADER, 'the header of a segment');
  const view = viewOf(bytes);
  const allocated = longAt(view, 16);
  const used = longAt(view, 24);
  // Older writers leave 0.
  return { id: asciiAt(bytes, 0, 16), position, allocated, used: used > 0 ? used : allocated };
}

/** The segment of an id at `position`. Throws GroveError 'corrupt' where something else stands there; `what` names it. */
export async function expectSegment(file: SourceFile, position: number, id: SegmentId, what: string): Promise<Segment> {
  const segment = await readSegment(file, position);
  if (segment === null)
    throw damaged(file, `${what} should be at byte ${position}, beyond the end of the file (${file.size} bytes)`);
  if (segment.id !== id) throw damaged(file, `at byte ${position} there is no ${what}`);
  return segment;
}
