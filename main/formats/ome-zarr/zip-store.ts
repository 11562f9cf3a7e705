import { crc32, inflateRawSync } from 'node:zlib';
import { GroveError } from '#core/model/error.ts';
import { damaged, type NamedFile, unsupported } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { placeOf } from './entry-place.ts';
import { ZARR_MARKS } from './zarr-marks.ts';
import type { EntryRange, ZarrStore } from './zarr-store.ts';
import { readZipDirectory } from './zip-directory.ts';

const LOCAL_HEADER = 0x04034b50;

/** Entries that are packed are unpacked whole, also where only a part is wanted; no larger ones then. */
const LARGEST_UNPACKED = 256 * 2 ** 20;

/**
 * A Zarr hierarchy in a ZIP archive, at its top or in a folder of it. Entries are read at their place, nothing is unpacked to
 * disk. `file` belongs to the store from now on, also where this fails. Throws GroveError 'corrupt', 'unsupported', 'too-large'.
 */
export async function openZipStore(file: SourceFile): Promise<ZarrStore> {
  const directory = await readZipDirectory(file);
  const prefix = findRoot(directory.numbers.keys());
  if (prefix === null) {
    const message = `${file.name} is a ZIP archive without an OME-Zarr in it; unpack it and choose the images in it.`;
    throw new GroveError('invalid-input', message, { file: file.path });
  }

  async function read(key: string, range: EntryRange | null, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const number = directory.numbers.get(prefix + key);
    if (number === undefined) return undefined;
    const entry: NamedFile = { path: file.path, name: `${file.name}/${key}` };
    const size = directory.sizes[number]!;
    const { offset, length } = placeOf(entry, range, size, limit);
    const packed = directory.packedSizes[number]!;
    const at = directory.headerOffsets[number]!;
    const header = new DataView((await file.read(at, 30, `the header of ${key}`)).buffer);
    if (header.getUint32(0, true) !== LOCAL_HEADER) throw damaged(entry, 'it is not where the archive says');
    const start = at + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    if (directory.methods[number] === 0) {
      if (packed !== size) throw damaged(entry, 'its two sizes differ');
      const bytes = await file.read(start + offset, length, key);
      if (range === null) check(entry, bytes, directory.checksums[number]!);
      return bytes;
    }
    if (size > LARGEST_UNPACKED) {
      throw unsupported(entry, 'is packed and too large to be read from the archive', 'unpack the archive and open the folder');
    }
    if (packed > size + size / 1000 + 1024) throw damaged(entry, 'its two sizes do not fit each other');
    const whole = unpack(entry, await file.read(start, packed, key), size);
    check(entry, whole, directory.checksums[number]!);
    return range === null ? whole : whole.slice(offset, offset + length);
  }

  return {
    path: file.path,
    name: file.name,
    archive: true,
    get: (key, limit) => read(key, null, limit),
    getRange: (key, range, limit) => read(key, range, limit),
    close: () => file.close(),
  };
}

function unpack(entry: NamedFile, bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  try {
    const unpacked = inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
    if (unpacked.length === size) return Uint8Array.from(unpacked);
  } catch (error) {
    throw damaged(entry, 'it cannot be unpacked', error);
  }
  throw damaged(entry, 'it unpacks to less than the archive says');
}

function check(entry: NamedFile, bytes: Uint8Array, checksum: number): void {
  if (crc32(bytes) !== checksum) throw damaged(entry, 'its checksum is wrong');
}

/** The folder nearest to the top that has the marks of Zarr, with `/` at its end; '' for the top, null where there is none. */
function findRoot(names: Iterable<string>): string | null {
  let root: string | null = null;
  const depth = (prefix: string): number => prefix.split('/').length;
  for (const name of names) {
    const cut = name.lastIndexOf('/') + 1;
    if (!ZARR_MARKS.includes(name.slice(cut))) continue;
    const prefix = name.slice(0, cut);
    if (root === null || depth(prefix) < depth(root)) root = prefix;
  }
  return root;
}
