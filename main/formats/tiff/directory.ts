import { damaged, tooLarge } from '../reading/read-errors.ts';
import { safeNumber, type TiffSource } from './tiff-source.ts';

/** Where the values of one tag lie. */
interface Entry {
  readonly type: number;
  readonly count: number;
  readonly offset: number;
}

/** One image file directory (IFD): the tags of one page. */
export interface Directory {
  readonly offset: number;
  /** Tag, type, count and place of the values, for each tag one after the other: there may be a million directories. */
  readonly entries: readonly number[];
  /** Place of the next directory; 0 after the last one. */
  readonly next: number;
}

/** Bytes per value of TIFF's field types. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

const MOST_ENTRIES = 4096;

/** Reads a directory, without its values. Entries of unknown types are left out. Throws GroveError 'corrupt'. */
export async function readDirectory(tiff: TiffSource, offset: number): Promise<Directory> {
  const { file, big, littleEndian } = tiff;
  const what = 'its directory of pages';
  const countBytes = big ? 8 : 2;
  const entryBytes = big ? 20 : 12;
  const head = await tiff.table(offset, countBytes, what);
  const count = big ? safeNumber(file, head.getBigUint64(0, littleEndian)) : head.getUint16(0, littleEndian);
  if (count === 0 || count > MOST_ENTRIES) throw damaged(file, `a page has ${count} tags`);
  const body = await tiff.table(offset + countBytes, count * entryBytes + (big ? 8 : 4), what);
  const entries: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = i * entryBytes;
    const tag = body.getUint16(at, littleEndian);
    const type = body.getUint16(at + 2, littleEndian);
    const bytes = TYPE_BYTES[type];
    if (bytes === undefined) continue;
    const values = big ? safeNumber(file, body.getBigUint64(at + 4, littleEndian)) : body.getUint32(at + 4, littleEndian);
    const valueAt = at + (big ? 12 : 8);
    const inline = values * bytes <= (big ? 8 : 4);
    const place = inline
      ? offset + countBytes + valueAt
      : big
        ? safeNumber(file, body.getBigUint64(valueAt, littleEndian))
        : body.getUint32(valueAt, littleEndian);
    entries.push(tag, type, values, place);
  }
  const end = count * entryBytes;
  const next = big ? safeNumber(file, body.getBigUint64(end, littleEndian)) : body.getUint32(end, littleEndian);
  return { offset, entries, next };
}

export function hasTag(directory: Directory, tag: number): boolean {
  return entryOf(directory, tag) !== null;
}

function entryOf({ entries }: Directory, tag: number): Entry | null {
  for (let i = 0; i < entries.length; i += 4) {
    if (entries[i] === tag) return { type: entries[i + 1]!, count: entries[i + 2]!, offset: entries[i + 3]! };
  }
  return null;
}

/**
 * All numbers of a tag; null where it is absent. Throws GroveError 'corrupt' where they lie beyond the end of the file, and
 * 'too-large' where there are more than `most`.
 */
export async function tagNumbers(tiff: TiffSource, directory: Directory, tag: number, most: number): Promise<number[] | null> {
  const entry = entryOf(directory, tag);
  if (entry === null || entry.count === 0) return null;
  if (entry.count > most) throw tooLarge(tiff.file, `has ${entry.count} values for tag ${tag}, at most ${most} make sense`);
  const bytes = TYPE_BYTES[entry.type]!;
  const view = await tiff.table(entry.offset, entry.count * bytes, `the values of tag ${tag}`);
  const values = new Array<number>(entry.count);
  for (let i = 0; i < entry.count; i++) values[i] = valueAt(tiff, view, i * bytes, entry.type);
  return values;
}

/** The first number of a tag, or `absent`. */
export async function tagNumber(tiff: TiffSource, directory: Directory, tag: number, absent: number): Promise<number> {
  const entry = entryOf(directory, tag);
  if (entry === null || entry.count === 0) return absent;
  const view = await tiff.table(entry.offset, TYPE_BYTES[entry.type]!, `the value of tag ${tag}`);
  return valueAt(tiff, view, 0, entry.type);
}

/** The first number of a tag that must be a whole one, or `absent`. Throws GroveError 'corrupt' where it is not. */
export async function tagWhole(tiff: TiffSource, directory: Directory, tag: number, absent: number): Promise<number> {
  const value = await tagNumber(tiff, directory, tag, absent);
  if (!Number.isSafeInteger(value)) throw damaged(tiff.file, `its tag ${tag} is ${value}, which is no whole number`);
  return value;
}

/** The bytes of a tag as they are; null where it is absent. */
export async function tagBytes(tiff: TiffSource, directory: Directory, tag: number, most: number): Promise<Uint8Array | null> {
  const entry = entryOf(directory, tag);
  if (entry === null) return null;
  const bytes = entry.count * TYPE_BYTES[entry.type]!;
  if (bytes > most) throw tooLarge(tiff.file, `has ${bytes} bytes in tag ${tag}, at most ${most} make sense`);
  const view = await tiff.table(entry.offset, bytes, `the value of tag ${tag}`);
  return new Uint8Array(view.buffer, view.byteOffset, bytes);
}

function valueAt({ file, littleEndian }: TiffSource, view: DataView, at: number, type: number): number {
  switch (type) {
    case 1:
    case 2:
    case 7:
      return view.getUint8(at);
    case 3:
      return view.getUint16(at, littleEndian);
    case 4:
    case 13:
      return view.getUint32(at, littleEndian);
    case 5:
      return view.getUint32(at, littleEndian) / view.getUint32(at + 4, littleEndian);
    case 6:
      return view.getInt8(at);
    case 8:
      return view.getInt16(at, littleEndian);
    case 9:
      return view.getInt32(at, littleEndian);
    case 10:
      return view.getInt32(at, littleEndian) / view.getInt32(at + 4, littleEndian);
    case 11:
      return view.getFloat32(at, littleEndian);
    case 12:
      return view.getFloat64(at, littleEndian);
    case 17:
      return Number(view.getBigInt64(at, littleEndian));
    default:
      return safeNumber(file, view.getBigUint64(at, littleEndian));
  }
}
