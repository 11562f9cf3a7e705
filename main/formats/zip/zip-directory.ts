import { safeEntryName } from './safe-entry-name.ts';
import { RATIO, RATIO_FROM, ratioError } from './zip-ratio.ts';
import { type ZipSource, zipError } from './zip-source.ts';

/** One file of an archive, as the central directory describes it. */
export interface ZipEntry {
  /** With `/` between folders. */
  readonly name: string;
  /** 0 = stored, 8 = deflate. */
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  /** First byte of its local header. */
  readonly offset: number;
}

export interface ZipLimits {
  readonly fileBytes: number;
  readonly entries: number;
  /** All entries together, uncompressed. */
  readonly totalBytes: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LOCATOR_64_BYTES = 20;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const ALL_32 = 0xffffffff;
const ALL_16 = 0xffff;
const ENCRYPTED = 1;
const UTF8 = 1 << 11;
const AGAIN = 'copy the file again, or export it anew';

/**
 * The entries of an archive (ZIP, ZIP64), folders left out. Reads the end of the file and the central directory only. Throws
 * GroveError with the codes 'NOT_A_ZIP', 'ZIP_TRUNCATED', 'ZIP_ENCRYPTED', 'ZIP_PATH' and 'TOO_LARGE'.
 */
export async function readZipDirectory(source: ZipSource, limits: ZipLimits): Promise<ZipEntry[]> {
  if (source.size > limits.fileBytes) throw zipError(source, 'TOO_LARGE', `is larger than ${limits.fileBytes / 2 ** 30} GB`);
  const { count, offset, size } = await findDirectory(source);
  if (count > limits.entries) {
    throw zipError(source, 'TOO_LARGE', `holds ${count} files, more than the ${limits.entries} of any model file`);
  }
  if (offset + size > source.size || count * ENTRY_BYTES > size) {
    throw zipError(source, 'ZIP_TRUNCATED', `is cut off: its list of contents is not complete; ${AGAIN}`);
  }
  const bytes = view(await source.read(offset, size, 'its list of contents'));
  const entries: ZipEntry[] = [];
  let total = 0;
  for (let i = 0, at = 0; i < count; i++) {
    if (at + ENTRY_BYTES > size || bytes.getUint32(at, true) !== ENTRY) {
      throw zipError(source, 'ZIP_TRUNCATED', `is damaged: entry ${i + 1} of its list of contents cannot be read; ${AGAIN}`);
    }
    const nameBytes = bytes.getUint16(at + 28, true);
    const extraBytes = bytes.getUint16(at + 30, true);
    const next = at + ENTRY_BYTES + nameBytes + extraBytes + bytes.getUint16(at + 32, true);
    if (next > size) {
      throw zipError(source, 'ZIP_TRUNCATED', `is damaged: entry ${i + 1} of its list of contents is cut off; ${AGAIN}`);
    }
    const entry = readEntry(source, bytes, at, nameBytes, extraBytes);
    at = next;
    if (entry === null) continue;
    if (entry.size > RATIO_FROM && entry.size > RATIO * entry.compressedSize) throw ratioError(source, entry.name);
    total += entry.size;
    if (total > limits.totalBytes) {
      throw zipError(source, 'TOO_LARGE', `would unpack to more than ${limits.totalBytes / 2 ** 30} GB`);
    }
    entries.push(entry);
  }
  return entries;
}

/** Null for a folder. */
function readEntry(source: ZipSource, bytes: DataView, at: number, nameBytes: number, extraBytes: number): ZipEntry | null {
  const flags = bytes.getUint16(at + 8, true);
  const rawName = Buffer.from(bytes.buffer, bytes.byteOffset + at + ENTRY_BYTES, nameBytes);
  const name = safeEntryName(source, rawName.toString((flags & UTF8) !== 0 ? 'utf8' : 'latin1'));
  if (name.endsWith('/')) return null;
  if ((flags & ENCRYPTED) !== 0) {
    throw zipError(source, 'ZIP_ENCRYPTED', 'is protected by a password; unpack it with the password and pack it anew without');
  }
  const plain = {
    size: bytes.getUint32(at + 24, true),
    compressedSize: bytes.getUint32(at + 20, true),
    offset: bytes.getUint32(at + 42, true),
  };
  const places = large(source, bytes, at + ENTRY_BYTES + nameBytes, extraBytes, plain, name);
  if (places.offset + places.compressedSize > source.size) {
    throw zipError(source, 'ZIP_TRUNCATED', `is cut off: ${name} reaches beyond the end of the file; ${AGAIN}`);
  }
  return { name, method: bytes.getUint16(at + 10, true), crc32: bytes.getUint32(at + 16, true), ...places };
}

type Places = Pick<ZipEntry, 'size' | 'compressedSize' | 'offset'>;

/** The 64-bit extra field holds, in this order, those of the values that are all ones in the entry itself. */
function large(source: ZipSource, bytes: DataView, from: number, length: number, plain: Places, name: string): Places {
  if (plain.size !== ALL_32 && plain.compressedSize !== ALL_32 && plain.offset !== ALL_32) return plain;
  for (let at = from; at + 4 <= from + length; ) {
    const id = bytes.getUint16(at, true);
    const end = at + 4 + bytes.getUint16(at + 2, true);
    if (id !== 1 || end > from + length) {
      at = end;
      continue;
    }
    let value = at + 4;
    const take = (told: number): number => {
      if (told !== ALL_32) return told;
      if (value + 8 > end) throw zipError(source, 'ZIP_TRUNCATED', `is damaged: the size of ${name} is missing; ${AGAIN}`);
      value += 8;
      return Number(bytes.getBigUint64(value - 8, true));
    };
    return { size: take(plain.size), compressedSize: take(plain.compressedSize), offset: take(plain.offset) };
  }
  throw zipError(source, 'ZIP_TRUNCATED', `is damaged: the size of ${name} is missing; ${AGAIN}`);
}

async function findDirectory(source: ZipSource): Promise<{ count: number; offset: number; size: number }> {
  const tailBytes = Math.min(source.size, END_BYTES + LONGEST_COMMENT);
  const tailStart = source.size - tailBytes;
  const tail = view(await source.read(tailStart, tailBytes, 'its end'));
  let at = tailBytes - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) throw await notWhole(source);
  const plain = {
    count: tail.getUint16(at + 10, true),
    size: tail.getUint32(at + 12, true),
    offset: tail.getUint32(at + 16, true),
  };
  if (plain.count !== ALL_16 && plain.size !== ALL_32 && plain.offset !== ALL_32) return plain;
  const locator = at - LOCATOR_64_BYTES;
  if (locator < 0 || tail.getUint32(locator, true) !== LOCATOR_64) return plain;
  const where = Number(tail.getBigUint64(locator + 8, true));
  if (where + 56 > source.size) throw zipError(source, 'ZIP_TRUNCATED', `is cut off: its list of contents is missing; ${AGAIN}`);
  const end = view(await source.read(where, 56, 'its list of contents'));
  if (end.getUint32(0, true) !== END_64) {
    throw zipError(source, 'ZIP_TRUNCATED', `is damaged: its list of contents cannot be found; ${AGAIN}`);
  }
  const count = Number(end.getBigUint64(32, true));
  return { count, size: Number(end.getBigUint64(40, true)), offset: Number(end.getBigUint64(48, true)) };
}

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
/** Of the format's specification; a version above it is no version. */
const NEWEST_VERSION = 63;

/** A file that begins like an archive but has no end was cut off; any other is something else. */
async function notWhole(source: ZipSource) {
  const start = view(await source.read(0, Math.min(LOCAL_BYTES, source.size), 'its first bytes'));
  const begins =
    start.byteLength === LOCAL_BYTES && start.getUint32(0, true) === LOCAL && start.getUint16(4, true) <= NEWEST_VERSION;
  if (begins) return zipError(source, 'ZIP_TRUNCATED', `is cut off: its list of contents is missing; ${AGAIN}`);
  const what = source.size === 0 ? 'is empty (0 bytes)' : 'is not a ZIP archive, as model files are';
  return zipError(source, 'NOT_A_ZIP', `${what}; choose a .czann, .czmodel, .czseg or .onnx file`);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
