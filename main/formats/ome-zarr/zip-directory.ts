import { damaged, tooLarge, unsupported } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';

/** Where the entries of a ZIP archive are, without their contents. */
export interface ZipDirectory {
  /** Number of an entry by its name, with `/` between folders. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly headerOffsets: Float64Array;
  readonly packedSizes: Float64Array;
  readonly sizes: Float64Array;
  readonly checksums: Uint32Array;
  /** 0 = stored, 8 = Deflate. */
  readonly methods: Uint16Array;
}

export const MOST_ENTRIES = 1_000_000;
const LARGEST_DIRECTORY = 160 * 2 ** 20;

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const ENCRYPTED = 1;

/**
 * Reads the central directory of a ZIP or ZIP64 archive. Throws GroveError 'corrupt', 'unsupported' (encrypted, several disks,
 * another compression than Deflate) and 'too-large' (more than a million entries).
 */
export async function readZipDirectory(file: SourceFile): Promise<ZipDirectory> {
  const { count, offset, size } = await findDirectory(file);
  if (count > MOST_ENTRIES || size > LARGEST_DIRECTORY) {
    throw tooLarge(file, `has ${count} entries, more than Grove reads from an archive; unpack it and open the folder`);
  }
  if (count * 46 > size || offset + size > file.size) throw damaged(file, 'its list of entries does not fit into it');
  const bytes = await file.read(offset, size, 'its list of entries');
  const view = new DataView(bytes.buffer);
  const numbers = new Map<string, number>();
  const headerOffsets = new Float64Array(count);
  const packedSizes = new Float64Array(count);
  const sizes = new Float64Array(count);
  const checksums = new Uint32Array(count);
  const methods = new Uint16Array(count);

  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > size || view.getUint32(at, true) !== ENTRY) throw damaged(file, `entry ${i + 1} of its list is not there`);
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    if (extraEnd > size) throw damaged(file, `entry ${i + 1} of its list is cut off`);
    const name = Buffer.from(bytes.buffer, at + 46, nameEnd - at - 46)
      .toString('utf8')
      .replaceAll('\\', '/');
    const large = wideNumbers(view, at, nameEnd, extraEnd);
    if (large === null) throw damaged(file, `entry ${name} has no size`);
    if (!name.endsWith('/')) {
      if ((flags & ENCRYPTED) !== 0) throw unsupported(file, 'is encrypted', 'unpack it and open the folder');
      if (method !== 0 && method !== 8) {
        throw unsupported(file, `has entries packed with method ${method}`, 'unpack it and open the folder');
      }
      numbers.set(name, i);
    }
    headerOffsets[i] = large.header;
    packedSizes[i] = large.packed;
    sizes[i] = large.size;
    checksums[i] = view.getUint32(at + 16, true);
    methods[i] = method;
    at = extraEnd + view.getUint16(at + 32, true);
  }
  return { numbers, headerOffsets, packedSizes, sizes, checksums, methods };
}

/** Sizes and place of an entry; those of all ones stand in the ZIP64 extra field, in order. Null where they do not. */
function wideNumbers(
  view: DataView,
  at: number,
  extra: number,
  extraEnd: number,
): { size: number; packed: number; header: number } | null {
  const narrow = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  let next = 0;
  let end = 0;
  for (let field = extra; field + 4 <= extraEnd; ) {
    const length = view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 1) {
      next = field + 4;
      end = Math.min(extraEnd, next + length);
      break;
    }
    field += 4 + length;
  }
  const wide: number[] = [];
  for (const value of narrow) {
    if (value !== 0xffffffff) {
      wide.push(value);
      continue;
    }
    if (next + 8 > end) return null;
    wide.push(Number(view.getBigUint64(next, true)));
    next += 8;
  }
  return { size: wide[0]!, packed: wide[1]!, header: wide[2]! };
}

async function findDirectory(file: SourceFile): Promise<{ count: number; offset: number; size: number }> {
  const length = Math.min(file.size, 22 + 0xffff);
  const start = file.size - length;
  const bytes = await file.read(start, length, 'its end');
  const view = new DataView(bytes.buffer);
  for (let at = length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END || at + 22 + view.getUint16(at + 20, true) !== length) continue;
    const count = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 12, true);
    const offset = view.getUint32(at + 16, true);
    if (count !== 0xffff && size !== 0xffffffff && offset !== 0xffffffff) {
      if (view.getUint16(at + 4, true) !== 0) throw unsupported(file, 'is one disk of several', 'join the disks, or unpack it');
      return { count, offset, size };
    }
    if (at < 20 || view.getUint32(at - 20, true) !== LOCATOR_64) return { count, offset, size };
    const end = Number(view.getBigUint64(at - 12, true));
    if (!(end + 56 <= file.size)) throw damaged(file, 'its list of entries is not where it should be');
    const wide = new DataView((await file.read(end, 56, 'the place of its list of entries')).buffer);
    if (wide.getUint32(0, true) !== END_64) throw damaged(file, 'its list of entries is not where it should be');
    const number = (place: number): number => Number(wide.getBigUint64(place, true));
    return { count: number(32), size: number(40), offset: number(48) };
  }
  throw damaged(file, 'it has no list of entries at its end, so it was probably not copied completely');
}
