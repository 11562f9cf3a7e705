import { cutOff, damaged } from '../reading/read-errors.ts';
import { tagNumbers } from './directory.ts';
import { chunkRowBytes, type TiffPage } from './page.ts';
import { Compression, Tag } from './tags.ts';

/** Where the strips or tiles of a page lie in the file. A missing one (offset and length 0) counts as zeros. */
export interface ChunkTable {
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
}

/** Bytes of one chunk in the file and how many rows they hold. */
export interface ChunkPlace {
  readonly offset: number;
  readonly bytes: number;
  readonly rows: number;
}

/** How many times its own length a compressed piece can become at most; what declares more is damaged. */
const LARGEST_EXPANSION: Readonly<Record<number, number>> = {
  [Compression.none]: 1,
  [Compression.lzw]: 4096,
  [Compression.deflate]: 1040,
  [Compression.oldDeflate]: 1040,
  [Compression.packBits]: 64,
};

/** Chunks of a page by their place in its table, all planes of a planar page together. */
function tableLength(page: TiffPage): number {
  return page.across * Math.ceil(page.height / page.storedRows) * (page.planar ? page.samples : 1);
}

/**
 * Reads and checks the table of a page: it has a row for each strip or tile, each lies within the file and is long enough for
 * what it shall hold. Throws GroveError 'corrupt'.
 */
export async function readChunkTable(page: TiffPage): Promise<ChunkTable> {
  const { tiff } = page;
  const { file } = tiff;
  const kind = page.tiled ? 'tiles' : 'strips';
  const length = tableLength(page);
  const most = Math.max(length, 2 ** 20);
  // Each place takes at least two bytes of the file, so that a wrong count cannot make us allocate more than the file has.
  if (length > file.size) throw damaged(file, `it declares ${length} ${kind}, more than its ${file.size} bytes can hold`);
  const offsets = await tagNumbers(tiff, page.directory, page.tiled ? Tag.tileOffsets : Tag.stripOffsets, most);
  if (offsets === null || offsets.length < length) {
    throw damaged(file, `${length} ${kind} are needed but ${offsets?.length ?? 0} are listed`);
  }
  const listed = await tagNumbers(tiff, page.directory, page.tiled ? Tag.tileByteCounts : Tag.stripByteCounts, most);
  const told = listed ?? impliedCounts(page, offsets);
  const byteCounts = page.looseLengths ? told.map((bytes, i) => Math.min(bytes, file.size - offsets[i]!)) : told;
  if (byteCounts.length < length) throw damaged(file, `${length} ${kind} are needed but only ${byteCounts.length} have a length`);

  for (let i = 0; i < length; i++) {
    const offset = offsets[i]!;
    const bytes = byteCounts[i]!;
    if (offset === 0 && bytes === 0) continue;
    if (!(offset >= 8 && bytes >= 1 && Number.isInteger(offset) && Number.isInteger(bytes)))
      throw damaged(file, `one of its ${kind} has an impossible place`);
    if (offset + bytes > file.size) throw cutOff(file, `the last of its ${kind}`);
    const needed = chunkRowBytes(page) * storedRows(page, i);
    if (bytes * (LARGEST_EXPANSION[page.compression] ?? Number.POSITIVE_INFINITY) + 64 < needed) {
      throw damaged(file, `one of its ${kind} has ${bytes} bytes, too few for the ${needed} it shall hold`);
    }
  }
  return { offsets, byteCounts };
}

/** Old writers left the lengths out, where they follow from the size. */
function impliedCounts(page: TiffPage, offsets: readonly number[]): number[] {
  const { file } = page.tiff;
  if (page.compression === Compression.none) return offsets.map((_, i) => chunkRowBytes(page) * storedRows(page, i));
  if (offsets.length === 1) return [Math.max(0, file.size - offsets[0]!)];
  throw damaged(file, 'it does not say how long its pieces are');
}

/** Rows stored in entry `i` of the table: tiles are always full, the last strip is not. */
function storedRows(page: TiffPage, i: number): number {
  if (page.tiled) return page.storedRows;
  const strips = Math.ceil(page.height / page.storedRows);
  const strip = i % strips;
  return Math.min(page.storedRows, page.height - strip * page.storedRows);
}

/** First row of the image in a row of chunks, and how many the chunks there hold within the image. */
export function chunkRows(page: TiffPage, row: number): { top: number; rows: number } {
  const parts = Math.ceil(page.storedRows / page.chunkHeight);
  const strip = Math.floor(row / parts);
  const part = row - strip * parts;
  const top = strip * page.storedRows + part * page.chunkHeight;
  const end = Math.min(page.height, (strip + 1) * page.storedRows, top + page.chunkHeight);
  return { top, rows: end - top };
}

/** The row of chunks that holds row `y` of the image. */
export function chunkRowOf(page: TiffPage, y: number): number {
  const parts = Math.ceil(page.storedRows / page.chunkHeight);
  const strip = Math.floor(y / page.storedRows);
  return strip * parts + Math.floor((y - strip * page.storedRows) / page.chunkHeight);
}

/** Where a chunk lies; null for one that is not stored and counts as zeros. */
export function chunkPlace(page: TiffPage, table: ChunkTable, plane: number, column: number, row: number): ChunkPlace | null {
  const strips = Math.ceil(page.height / page.storedRows);
  const parts = Math.ceil(page.storedRows / page.chunkHeight);
  const strip = Math.floor(row / parts);
  const i = (plane * strips + strip) * page.across + column;
  const offset = table.offsets[i]!;
  const bytes = table.byteCounts[i]!;
  if (offset === 0 && bytes === 0) return null;
  const rows = page.tiled ? page.chunkHeight : chunkRows(page, row).rows;
  if (page.compression !== Compression.none) return { offset: offset + page.shift, bytes, rows };
  const rowBytes = chunkRowBytes(page);
  return { offset: offset + page.shift + (row - strip * parts) * page.chunkHeight * rowBytes, bytes: rowBytes * rows, rows };
}
