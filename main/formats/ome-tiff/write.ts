import { GroveError } from '#core/model/error.ts';
import { BYTES_PER_SAMPLE, type PixelArray, type Rect } from '#core/model/image.ts';
import { createReplacementFile } from '../writing/replacement-file.ts';
import { createSpillFile } from '../writing/spill-file.ts';
import { compressionTag, compressTile, type TileCompression } from './compress-tile.ts';
import { encodeTrailer, HEADER_BYTES } from './encode-trailer.ts';
import type { OmeXmlImage } from './ome-xml.ts';
import { createOrderedTiles } from './ordered-tiles.ts';
import { type Coarsening, halveTile, outputLevels } from './output-levels.ts';
import { createTileAssembler, type FullTile, TILE } from './tile-assembler.ts';

export interface OmeTiffImage extends OmeXmlImage {
  readonly path: string;
}

export interface OmeTiffOptions {
  /** Deflate, level 6, when left out. */
  readonly compression?: TileCompression;
  /** Stores differences between neighbours; when left out, for integers of 16 and 32 bits. */
  readonly differences?: boolean;
  /** Coarser levels below each channel; none when left out. */
  readonly pyramid?: Coarsening | null;
  /** Bytes of unfinished tiles, and again of finished ones that wait for their turn, before they go to disk. */
  readonly memoryBytes?: number;
  /** Largest classic TIFF; a larger file becomes a BigTIFF. */
  readonly classicLimit?: number;
}

export interface OmeTiffWriter {
  /**
   * Takes pixels of one channel, shape (rect.height, rect.width), in the image's pixel type. Rectangles come in any size and
   * order, every pixel exactly once. Resolves when there is room for more; `data` may be used again then.
   */
  write(rect: Rect, channel: number, data: PixelArray): Promise<void>;
  /** Flushes to disk and puts the file in its place. Throws where pixels are missing. */
  finish(): Promise<void>;
  /** Removes what was written. Before `finish` has resolved, a file that stood in the place stays. */
  abort(): Promise<void>;
}

const MEMORY_BYTES = 64 * 2 ** 20;
const COMPRESSING_AT_ONCE = 6;

/**
 * Begins an OME-TIFF of one plane: a page per channel, 512 × 512 tiles. Its bytes depend on the pixels and options only, not on
 * the size or order of the rectangles. Memory stays bounded by `memoryBytes`; it is best used by rectangles that come row by row,
 * all channels of one before the next. Compression runs on zlib's threads.
 *
 * Everything throws GroveError 'disk-full', 'read-only', 'not-found' (no such folder) or 'invalid-input' (`path` is a folder);
 * the file that stood in the place is untouched then, and `abort` is to be called.
 */
export async function createOmeTiff(image: OmeTiffImage, options: OmeTiffOptions = {}): Promise<OmeTiffWriter> {
  const { pixelType, path } = image;
  const channels = image.channels.length;
  if (!(image.width >= 1 && image.height >= 1 && channels >= 1)) {
    throw new GroveError('invalid-input', `${path} cannot be written: it would have no pixels.`, { file: path });
  }
  const { compression = { method: 'deflate', level: 6 }, pyramid = null, memoryBytes = MEMORY_BYTES } = options;
  const whole = !pixelType.startsWith('float');
  const differences = whole && compression.method !== 'none' && (options.differences ?? BYTES_PER_SAMPLE[pixelType] > 1);
  const file = await createReplacementFile(path);
  const spill = createSpillFile(`${file.temporary}.spill`, path);
  const levels = outputLevels(image.width, image.height, pyramid !== null);
  const firstTile: number[] = [];
  let tileCount = 0;
  for (const { width, height } of levels) {
    firstTile.push(tileCount);
    tileCount += Math.ceil(width / TILE) * Math.ceil(height / TILE) * channels;
  }
  const tiles = createOrderedTiles(tileCount, HEADER_BYTES, file, memoryBytes, spill);
  const assemblers = levels.map((size) => createTileAssembler({ ...size, channels, pixelType }, memoryBytes, spill));

  const compressing = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const throwIfFailed = (): void => {
    if (failure !== null) throw failure.error;
  };

  async function store(level: number, tile: FullTile): Promise<void> {
    const { channel, column, row, pixels } = tile;
    const { width, height } = levels[level]!;
    if (pyramid !== null && level + 1 < levels.length) {
      const across = Math.min(TILE, width - column * TILE);
      const down = Math.min(TILE, height - row * TILE);
      const half = halveTile(pixels, across, down, pixelType, pyramid);
      const x = (column * TILE) / 2;
      const y = (row * TILE) / 2;
      const rect = { x, y, width: Math.ceil(across / 2), height: Math.ceil(down / 2) };
      await assemblers[level + 1]!.add(rect, channel, half, (coarser) => store(level + 1, coarser));
    }
    const number = firstTile[level]! + (row * Math.ceil(width / TILE) + column) * channels + channel;
    const work = compressTile(pixels, TILE, differences, compression)
      .then((bytes) => tiles.add(number, bytes))
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => compressing.delete(work));
    compressing.add(work);
    while (compressing.size >= COMPRESSING_AT_ONCE) await Promise.race(compressing);
  }

  /** One rectangle after another: tiles that two of them share are not touched by both at once. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (action: () => Promise<void>): Promise<void> => {
    const mine = turn.then(action);
    turn = mine.catch((error: unknown) => {
      failure ??= { error };
    });
    return mine;
  };

  return {
    write: (rect, channel, data) =>
      inTurn(async () => {
        throwIfFailed();
        checkRect(image, rect, channel, data);
        await assemblers[0]!.add(rect, channel, data, (tile) => store(0, tile));
        throwIfFailed();
      }),
    finish: () =>
      inTurn(async () => {
        await Promise.all(compressing);
        throwIfFailed();
        const missing = assemblers[0]!.missing();
        if (missing > 0) throw new Error(`${path} cannot be finished: ${missing} of its tiles are not complete.`);
        const finished = { image, levels, firstTile, places: tiles, compression: compressionTag(compression), differences };
        const { header, trailer } = encodeTrailer(finished, tiles.end(), options.classicLimit ?? 2 ** 32 - 1);
        await file.write(trailer, tiles.end());
        await file.write(header, 0);
        await spill.close();
        await file.commit();
      }),
    abort: () =>
      inTurn(async () => {
        await Promise.all(compressing);
        await spill.close();
        await file.discard();
      }),
  };
}

function checkRect({ width, height, channels, path }: OmeTiffImage, rect: Rect, channel: number, data: PixelArray): void {
  const inside =
    rect.x >= 0 &&
    rect.y >= 0 &&
    rect.width >= 1 &&
    rect.height >= 1 &&
    rect.x + rect.width <= width &&
    rect.y + rect.height <= height;
  if (!inside || channels[channel] === undefined || data.length < rect.width * rect.height) {
    const place = `${rect.width} × ${rect.height} pixels at (${rect.x}, ${rect.y}), channel ${channel}`;
    throw new Error(`${path} has no room for ${data.length} samples as ${place}.`);
  }
}
