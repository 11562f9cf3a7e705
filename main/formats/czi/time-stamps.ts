import type { SourceFile } from '../reading/source-file.ts';
import { asciiAt, longAt, readSegment, SEGMENT_HEADER, viewOf } from './segment.ts';

const ENTRIES_FROM = 288;
const ENTRY_BYTES = 128;
const MOST_ENTRIES = 10_000;
const DATA_FROM = 288;

/** Seconds of the time points of a file; empty where it keeps none. What is wrong with them is no reason not to open it. */
export async function readTimeStamps(file: SourceFile, attachments: number): Promise<number[]> {
  if (attachments === 0) return [];
  const segment = await readSegment(file, attachments);
  if (segment?.id !== 'ZISRAWATTDIR' || attachments + ENTRIES_FROM > file.size) return [];
  const count = viewOf(await file.read(attachments + SEGMENT_HEADER, 4, 'its attachments')).getInt32(0, true);
  const room = Math.floor((file.size - attachments - ENTRIES_FROM) / ENTRY_BYTES);
  if (!(count > 0 && count <= Math.min(room, MOST_ENTRIES))) return [];
  const bytes = await file.read(attachments + ENTRIES_FROM, count * ENTRY_BYTES, 'its attachments');
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    if (asciiAt(bytes, at + 40, 8) !== 'CZTIMS') continue;
    return readSeconds(file, longAt(viewOf(bytes), at + 12));
  }
  return [];
}

/** A size that some writers count otherwise, a count, and as many numbers; the payload's end is what bounds them. */
async function readSeconds(file: SourceFile, position: number): Promise<number[]> {
  const segment = await readSegment(file, position);
  if (segment?.id !== 'ZISRAWATTACH' || position + DATA_FROM + 8 > file.size) return [];
  const count = viewOf(await file.read(position + DATA_FROM, 8, 'its time stamps')).getInt32(4, true);
  const room = Math.floor((Math.min(file.size, position + SEGMENT_HEADER + segment.used) - position - DATA_FROM - 8) / 8);
  const many = Math.min(count, room);
  if (!(many > 0)) return [];
  const view = viewOf(await file.read(position + DATA_FROM + 8, many * 8, 'its time stamps'));
  return Array.from({ length: many }, (_, i) => view.getFloat64(8 * i, true)).filter(Number.isFinite);
}

/** Mean step between time stamps in seconds; undefined where there are not two, or they do not grow. */
export function meanStep(seconds: readonly number[]): number | undefined {
  if (seconds.length < 2) return undefined;
  const step = (seconds.at(-1)! - seconds[0]!) / (seconds.length - 1);
  return step > 0 ? step : undefined;
}
