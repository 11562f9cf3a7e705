import { GroveError } from '#core/model/error.ts';
import { allocatePixels, BYTES_PER_SAMPLE, type PixelArray } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { ResultImage, ResultWriter } from '../../services/ports.ts';
import { interleaveSamples } from '../tiff/arrange-samples.ts';
import { createReplacementFile } from '../writing/replacement-file.ts';
import { createSpillFile } from '../writing/spill-file.ts';
import { compressionTag, compressTile, type TileCompression } from './compress-tile.ts';
import { fileLayout } from './file-layout.ts';
import { createOrderedTiles } from './ordered-tiles.ts';
import { halveTile } from './output-levels.ts';
import { createTileAssembler, type FullTile, TILE, type TileAssembler } from './tile-assembler.ts';
import { HEADER_BYTES, writeDirectories } from './write-directories.ts';

export interface OmeTiffOptions {
  /** Deflate, level 1, when left out. */
  readonly compression?: TileCompression;
  /** Stores differences between neighbours; when left out, for integers of 16 and 32 bits and for colours. */
  readonly differences?: boolean;
  /** Scenes with an edge from this one on get coarser levels, so that any viewer opens them quickly; 4096 when left out. */
  readonly pyramidFrom?: number;
  /** Bytes of unfinished tiles, and again of finished ones that wait for their turn, before they go to disk. */
  readonly memoryBytes?: number;
  /** Largest classic TIFF; a larger file becomes a BigTIFF. */
  readonly classicLimit?: number;
}

const PYRAMID_FROM = 4096;
const MEMORY_BYTES = 64 * 2 ** 20;
const COMPRESSING_AT_ONCE = 6;

/**
 * Begins an OME-TIFF: an Image per scene, in it a page per channel of a plane, or one page of three samples where they are red,
 * green and blue; 512 × 512 tiles, coarser levels as SubIFDs. Its bytes depend on the image, its pixels and the options only.
 *
 * Memory stays bounded by `memoryBytes` and a few tiles, but for 16 bytes kept per tile. Compression runs on zlib's threads.
 * Everything throws GroveError 'disk-full', 'read-only', 'not-found' (no such folder) or 'invalid-input' (`path` is a folder, or
 * there are no pixels); the file that stood in the place is untouched then, and `abandon` is to be called.
 */
export async function createOmeTiff(image: ResultImage, options: OmeTiffOptions = {}): Promise<ResultWriter> {
  const { path, pixelType, coarsen, scenes, sizeZ, sizeT } = image;
  const channels = image.channels.length;
  const sizes = scenes.flatMap(({ width, height }) => [width, height]);
  if (![scenes.length, channels, sizeZ, sizeT, ...sizes].every((size) => Number.isInteger(size) && size >= 1)) {
    throw new GroveError('invalid-input', `${path} cannot be written: it would have no pixels.`, { file: path });
  }
  const { compression = { method: 'deflate', level: 1 }, memoryBytes = MEMORY_BYTES } = options;
  const layout = fileLayout(image, options.pyramidFrom ?? PYRAMID_FROM);
  const { samples, pages } = layout;
  const whole = !pixelType.startsWith('float') && compression.method !== 'none';
  const differences = whole && (options.differences ?? (BYTES_PER_SAMPLE[pixelType] > 1 || samples > 1));
  const file = await createReplacementFile(path);
  const spill = createSpillFile(`${file.temporary}.spill`, path);
  const ordered = createOrderedTiles(layout.tiles, HEADER_BYTES, file, memoryBytes, spill);

  const compressing = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const fail = (error: unknown): void => {
    failure ??= { error };
  };
  const throwIfFailed = (): void => {
    if (failure !== null) throw failure.error;
  };

  /** The plane being written, how many of its tiles have come, and what collects its coarser levels. */
  let scene = 0;
  let plane = 0;
  let next = 0;
  let assemblers: readonly TileAssembler[] = [];
  /** By level: channels of a tile that wait for the others of their page; they come one right after the other. */
  let waiting: PixelArray[][] = [];
  const startPlane = (): void => {
    const { levels } = layout.scenes[scene]!;
    const coarser = levels.slice(1);
    assemblers = coarser.map((size) =>
      createTileAssembler({ ...size, channels, pixelType }, memoryBytes / coarser.length, spill),
    );
    waiting = levels.map(() => []);
  };
  startPlane();

  async function take(level: number, { channel, column, row, pixels }: FullTile): Promise<void> {
    const { levels } = layout.scenes[scene]!;
    const { width, height } = levels[level]!;
    const across = Math.min(TILE, width - column * TILE);
    const down = Math.min(TILE, height - row * TILE);
    const half = level + 1 < levels.length ? halveTile(pixels, across, down, pixelType, coarsen) : null;
    const together = waiting[level]!;
    together.push(pixels);
    if (together.length === samples) {
      waiting[level] = [];
      await store(level, column, row, Math.floor(channel / samples), together);
    }
    if (half === null) return;
    const rect = { x: (column * TILE) / 2, y: (row * TILE) / 2, width: Math.ceil(across / 2), height: Math.ceil(down / 2) };
    await assemblers[level]!.add(rect, channel, half, (coarser) => take(level + 1, coarser));
  }

  async function store(level: number, column: number, row: number, page: number, planes: readonly PixelArray[]): Promise<void> {
    const { levels, firstTile, tilesPerPlane } = layout.scenes[scene]!;
    const { columns, tileWidth, tileHeight, firstTile: within } = levels[level]!;
    const pixels = pageTile(planes, tileWidth, tileHeight);
    const number = firstTile + plane * tilesPerPlane + within + (row * columns + column) * pages + page;
    const work = compressTile(pixels, tileWidth, samples, differences, compression)
      .then((bytes) => ordered.add(number, bytes))
      .catch(fail)
      .finally(() => compressing.delete(work));
    compressing.add(work);
    while (compressing.size >= COMPRESSING_AT_ONCE) await Promise.race(compressing);
  }

  /** The upper left part of the planes of a tile, the samples of a pixel side by side. */
  function pageTile(planes: readonly PixelArray[], width: number, height: number): PixelArray {
    const parts = planes.map((whole) => {
      if (width === TILE) return whole.subarray(0, TILE * height);
      const part = allocatePixels(pixelType, width * height);
      copyRegion(whole, 0, TILE, part, 0, width, width, height);
      return part;
    });
    if (samples === 1) return parts[0]!;
    const together = allocatePixels(pixelType, samples * width * height);
    interleaveSamples(parts, together);
    return together;
  }

  async function writeTile(tile: PixelArray): Promise<void> {
    if (scene === scenes.length) throw new Error(`${path} is complete; there is no place for another tile.`);
    const { width, height, columns, rows } = layout.scenes[scene]!.levels[0]!;
    const column = next % columns;
    const row = Math.floor(next / columns);
    const across = Math.min(TILE, width - column * TILE);
    const down = Math.min(TILE, height - row * TILE);
    if (tile.length !== across * down * channels) {
      throw new Error(`${path} takes a tile of ${channels} × ${down} × ${across} samples here, not ${tile.length}.`);
    }
    for (let channel = 0; channel < channels; channel++) {
      const pixels = allocatePixels(pixelType, TILE * TILE);
      copyRegion(tile, channel * across * down, across, pixels, 0, TILE, across, down);
      await take(0, { channel, column, row, pixels });
    }
    next++;
    if (next < columns * rows) return;
    next = 0;
    plane++;
    if (plane === layout.planes) {
      plane = 0;
      scene++;
    }
    if (scene < scenes.length) startPlane();
  }

  /** One call after another, and none after one that failed. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (action: () => Promise<void>): Promise<void> => {
    const mine = turn.then(async () => {
      throwIfFailed();
      await action();
      throwIfFailed();
    });
    turn = mine.catch(fail);
    return mine;
  };

  return {
    tileEdge: TILE,
    write: (tile) => inTurn(() => writeTile(tile)),
    finish: () =>
      inTurn(async () => {
        await Promise.all(compressing);
        throwIfFailed();
        if (scene < scenes.length) throw new Error(`${path} cannot be finished: tiles of scene ${scene} are missing.`);
        const tiles = { image, layout, places: ordered, compression: compressionTag(compression), differences };
        await writeDirectories(file, tiles, ordered.end(), options.classicLimit ?? 2 ** 32 - 1);
        await spill.close();
        await file.commit();
      }),
    async abandon() {
      await turn;
      await Promise.all(compressing);
      await spill.close();
      await file.discard();
    },
  };
}
