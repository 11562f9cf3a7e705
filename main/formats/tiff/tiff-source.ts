import { type ChunkCache, createChunkCache } from '../reading/chunk-cache.ts';
import { cutOff, damaged } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';

/** A TIFF file as bytes: how its numbers are stored, and a buffered way to its many small tables. */
export interface TiffSource {
  readonly file: SourceFile;
  readonly littleEndian: boolean;
  /** BigTIFF: offsets and counts have 64 bits. */
  readonly big: boolean;
  readonly firstDirectory: number;
  /** Bytes of tables; neighbouring ones are read from disk together. Valid until changed by nobody: do not write into them. */
  table(offset: number, length: number, what: string): Promise<DataView>;
}

const BLOCK_BYTES = 64 * 2 ** 10;
const BLOCKS_KEPT = 16;

/** Blocks of tables that were read last, of one file or of several that share them. */
export function createTableBlocks(): ChunkCache {
  return createChunkCache(BLOCKS_KEPT * BLOCK_BYTES);
}

/** Reads the header of a file that begins with II or MM. Throws GroveError 'corrupt'. */
export async function openTiffSource(file: SourceFile, blocks: ChunkCache = createTableBlocks()): Promise<TiffSource> {
  if (file.size < 8) throw damaged(file, `only ${file.size} bytes of it are there`);
  const table = bufferedTables(file, blocks);
  const header = await table(0, Math.min(16, file.size), 'its header');
  const littleEndian = header.getUint16(0, false) === 0x4949;
  const big = header.getUint16(2, littleEndian) === 43;
  if (!big) return { file, littleEndian, big, firstDirectory: header.getUint32(4, littleEndian), table };
  if (file.size < 16) throw cutOff(file, 'its header');
  if (header.getUint16(4, littleEndian) !== 8 || header.getUint16(6, littleEndian) !== 0) {
    throw damaged(file, 'its BigTIFF header is wrong');
  }
  return { file, littleEndian, big, firstDirectory: safeNumber(file, header.getBigUint64(8, littleEndian)), table };
}

/** A 64-bit number from the file. Throws GroveError 'corrupt' above 2⁵³, which no file reaches. */
export function safeNumber(file: SourceFile, value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(file, 'it names a place beyond the end of any disk');
  return Number(value);
}

function bufferedTables(file: SourceFile, blocks: ChunkCache): TiffSource['table'] {
  return async (offset, length, what) => {
    if (offset + length > file.size) throw cutOff(file, what);
    const index = Math.floor(offset / BLOCK_BYTES);
    const within = offset - index * BLOCK_BYTES;
    if (within + length > BLOCK_BYTES) return new DataView((await file.read(offset, length, what)).buffer);
    let block = blocks.get(file, index);
    if (block === undefined) {
      const start = index * BLOCK_BYTES;
      block = await file.read(start, Math.min(BLOCK_BYTES, file.size - start), what);
      blocks.set(file, index, block);
    }
    return new DataView(block.buffer, block.byteOffset + within, length);
  };
}
