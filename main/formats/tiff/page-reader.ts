import type { PixelArray, Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import { damaged } from '../reading/read-errors.ts';
import { type ChunkPlace, type ChunkTable, chunkPlace, chunkRowOf, chunkRows, readChunkTable } from './chunk-table.ts';
import { type ChunkContext, decodeChunk } from './decode-chunk.ts';
import { tagBytes, tagNumbers } from './directory.ts';
import type { TiffPage } from './page.ts';
import { readTogether } from './read-together.ts';
import { Compression, Tag } from './tags.ts';
import { decodePageWithSharp } from './whole-page.ts';

/** Channels of a page wanted, and where in `target` their planes of the region's size begin. */
export interface PageRequest {
  readonly page: TiffPage;
  readonly rect: Rect;
  readonly channels: readonly { readonly channel: number; readonly at: number }[];
}

export interface PageReader {
  /** Copies the region into `target`, each channel in C order. Throws GroveError 'corrupt' and 'unreadable'. */
  read(request: PageRequest, target: PixelArray): Promise<void>;
  /** Checks that the table of the page's chunks is whole. */
  check(page: TiffPage): Promise<void>;
  /** Forgets what is cached. */
  close(): void;
}

/** Chunks are read and decoded in batches, so that a large region does not lie in memory twice. */
const BATCH_BYTES = 4 * 2 ** 20;
const BATCH_CHUNKS = 512;

/** Numbers of all tables kept. */
const TABLE_NUMBERS = 2_000_000;

interface Context extends ChunkContext {
  readonly table: ChunkTable;
}

interface Piece {
  readonly key: number;
  readonly place: ChunkPlace;
  readonly plane: number;
  readonly column: number;
  readonly row: number;
}

/** Reads regions of pages. Chunks decoded lately are kept in `cache`. */
export function createPageReader(cache: ChunkCache): PageReader {
  const contexts = new Map<TiffPage, Context>();
  const cached = new Set<TiffPage>();
  let numbers = 0;

  async function contextOf(page: TiffPage): Promise<Context> {
    const known = contexts.get(page);
    if (known !== undefined) return known;
    const { tiff } = page;
    const context: Context = {
      page,
      littleEndian: tiff.littleEndian,
      table: page.throughSharp ? { offsets: [], byteCounts: [] } : await readChunkTable(page),
      palette: page.color === 'palette' ? await readPalette(page) : null,
      jpegTables: page.compression === Compression.jpeg ? await tagBytes(tiff, page.directory, Tag.jpegTables, 2 ** 20) : null,
    };
    const faster = contexts.get(page);
    if (faster !== undefined) return faster;
    contexts.set(page, context);
    numbers += context.table.offsets.length;
    for (const [oldest, { table }] of contexts) {
      if (numbers <= TABLE_NUMBERS || oldest === page) break;
      contexts.delete(oldest);
      numbers -= table.offsets.length;
    }
    return context;
  }

  async function read({ page, rect, channels }: PageRequest, target: PixelArray): Promise<void> {
    const context = await contextOf(page);
    cached.add(page);
    const planes = page.planar ? [...new Set(channels.map(({ channel }) => page.keptSamples[channel]!))] : [0];
    const copy = (pixels: PixelArray | null, { plane, column, row }: Omit<Piece, 'key' | 'place'>): void =>
      copyChunk(page, pixels, { plane, column, row }, rect, channels, target);

    let batch: Piece[] = [];
    let bytes = 0;
    const flush = async (): Promise<void> => {
      const parts = await readTogether(
        page.tiff.file,
        batch.map(({ place }) => place),
      );
      for (const [i, piece] of batch.entries()) {
        const pixels = await decode(context, piece, parts[i]!);
        cache.set(page, piece.key, pixels);
        copy(pixels, piece);
      }
      batch = [];
      bytes = 0;
    };

    const firstColumn = Math.floor(rect.x / page.chunkWidth);
    const lastColumn = Math.floor((rect.x + rect.width - 1) / page.chunkWidth);
    const firstRow = chunkRowOf(page, rect.y);
    const lastRow = chunkRowOf(page, rect.y + rect.height - 1);
    for (const plane of planes) {
      for (let row = firstRow; row <= lastRow; row++) {
        for (let column = firstColumn; column <= lastColumn; column++) {
          const key = (plane * page.down + row) * page.across + column;
          const known = cache.get(page, key);
          if (known !== undefined) {
            copy(known, { plane, column, row });
            continue;
          }
          if (page.throughSharp) {
            const pixels = await decodePageWithSharp(page);
            cache.set(page, key, pixels);
            copy(pixels, { plane, column, row });
            continue;
          }
          const place = chunkPlace(page, context.table, plane, column, row);
          if (place === null) {
            copy(null, { plane, column, row });
            continue;
          }
          batch.push({ key, place, plane, column, row });
          bytes += place.bytes;
          if (bytes >= BATCH_BYTES || batch.length === BATCH_CHUNKS) await flush();
        }
      }
    }
    await flush();
  }

  async function decode(context: Context, { place, column, row }: Piece, bytes: Uint8Array<ArrayBuffer>): Promise<PixelArray> {
    try {
      return await decodeChunk(context, bytes, place.rows);
    } catch (error) {
      const { page } = context;
      const piece = page.tiled
        ? `the tile in column ${column + 1}, row ${row + 1}`
        : `the strip from row ${chunkRows(page, row).top}`;
      const where = page.index > 0 ? ` of page ${page.index + 1}` : page.index < 0 ? ' of a smaller resolution' : '';
      const reason = error instanceof Error ? error.message : String(error);
      throw damaged(page.tiff.file, `${piece}${where} cannot be decoded (${reason})`, error);
    }
  }

  return {
    read,
    async check(page) {
      await contextOf(page);
    },
    close() {
      for (const page of cached) cache.drop(page);
      cached.clear();
      contexts.clear();
    },
  };
}

/** Copies what a chunk and the region have in common; a chunk that is not stored (null) leaves zeros. */
function copyChunk(
  page: TiffPage,
  pixels: PixelArray | null,
  { plane, column, row }: Omit<Piece, 'key' | 'place'>,
  rect: Rect,
  channels: PageRequest['channels'],
  target: PixelArray,
): void {
  if (pixels === null && !page.inverted) return;
  const { top, rows } = chunkRows(page, row);
  const left = column * page.chunkWidth;
  const x = Math.max(rect.x, left);
  const y = Math.max(rect.y, top);
  const width = Math.min(rect.x + rect.width, left + page.chunkWidth) - x;
  const height = Math.min(rect.y + rect.height, top + rows) - y;
  const storedRows = page.tiled ? page.chunkHeight : rows;
  for (const { channel, at } of channels) {
    if (page.planar && page.keptSamples[channel] !== plane) continue;
    const to = at + (y - rect.y) * rect.width + x - rect.x;
    if (pixels === null) {
      for (let line = 0; line < height; line++)
        target.fill(2 ** page.bits - 1, to + line * rect.width, to + line * rect.width + width);
      continue;
    }
    const from = (page.planar ? 0 : channel * page.chunkWidth * storedRows) + (y - top) * page.chunkWidth + x - left;
    copyRegion(pixels, from, page.chunkWidth, target, to, rect.width, width, height);
  }
}

/** Colour tables have 16 bits per colour, some writers fill only the lower 8. */
async function readPalette({ tiff, directory }: TiffPage): Promise<Uint8Array> {
  const values = await tagNumbers(tiff, directory, Tag.colorMap, 3 * 2 ** 16);
  if (values === null || values.length < 3 || values.length % 3 !== 0) throw damaged(tiff.file, 'its colour table is missing');
  const wide = values.some((value) => value > 255);
  return Uint8Array.from(values, (value) => (wide ? value >> 8 : value));
}
