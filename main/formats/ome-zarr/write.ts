import { GroveError } from '#core/model/error.ts';
import { allocatePixels, type PixelArray } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { ResultImage, ResultWriter } from '../../services/ports.ts';
import { halveTile, outputLevels } from '../ome-tiff/output-levels.ts';
import { createTileAssembler, type FullTile, TILE, type TileAssembler } from '../ome-tiff/tile-assembler.ts';
import { createSpillFile } from '../writing/spill-file.ts';
import { createChunkFiles } from './chunk-files.ts';
import type { ZarrVersion } from './image-attributes.ts';
import { inParallel } from './in-parallel.ts';
import { metadataFiles, type WrittenLevel } from './metadata-files.ts';
import { createReplacementFolder } from './replacement-folder.ts';
import { sceneLayout } from './scene-layout.ts';

export interface OmeZarrOptions {
  /** 0.5 lies on Zarr version 3, 0.4 on version 2; 0.5 when left out. */
  readonly version?: ZarrVersion;
  /** Bytes of unfinished tiles of the coarser levels of a plane, before they go to disk. */
  readonly memoryBytes?: number;
}

const MEMORY_BYTES = 64 * 2 ** 20;
const FILES_AT_ONCE = 16;

/**
 * Begins an OME-Zarr folder: chunks of one channel of one plane, 512 × 512 pixels, zstd; coarser levels, each half of the one
 * before, down to a single chunk. Chunks of zeros only are left out, as Zarr has it. Several scenes become a plate where all of
 * them lie in wells, else series with OME/METADATA.ome.xml.
 *
 * Memory stays bounded by `memoryBytes` and a few tiles. Compression runs on zlib's threads. Everything throws GroveError
 * 'disk-full', 'read-only', 'not-found' (no such folder to write into) or 'invalid-input' (something else stands at the path); what
 * stood in the place is untouched then, and `abandon` is to be called.
 */
export async function createOmeZarr(image: ResultImage, options: OmeZarrOptions = {}): Promise<ResultWriter> {
  const { path, scenes, sizeT, sizeZ, pixelType, coarsen } = image;
  const { version = '0.5', memoryBytes = MEMORY_BYTES } = options;
  const channels = image.channels.length;
  const sizes = scenes.flatMap(({ width, height }) => [width, height]);
  if (![scenes.length, channels, sizeT, sizeZ, ...sizes].every((size) => Number.isInteger(size) && size >= 1)) {
    throw new GroveError('invalid-input', `${path} cannot be written: it would have no pixels.`, { file: path });
  }
  const layout = sceneLayout(scenes);
  const levels = scenes.map(({ width, height }) => outputLevels(width, height, true).map(writtenLevel));
  const folder = await createReplacementFolder(path);
  const chunks = createChunkFiles(folder, version);
  const spill = createSpillFile(`${folder.temporary}.spill`, path);

  /** The plane being written, and how many of its tiles have come. */
  let plane = { scene: 0, t: 0, z: 0 };
  let next = 0;
  let complete = false;
  let assemblers: readonly TileAssembler[] = [];
  let failure: { readonly error: unknown } | null = null;

  function startPlane(): void {
    const { width, height } = scenes[plane.scene]!;
    const coarser = outputLevels(width, height, true).slice(1);
    assemblers = coarser.map((size) =>
      createTileAssembler({ ...size, channels, pixelType }, memoryBytes / coarser.length, spill),
    );
  }
  startPlane();

  async function store(level: number, tile: FullTile): Promise<void> {
    const { channel, column, row, pixels } = tile;
    const { width, height, chunkWidth, chunkHeight } = levels[plane.scene]![level]!;
    const assembler = assemblers[level];
    if (assembler !== undefined) {
      const across = Math.min(TILE, width - column * TILE);
      const down = Math.min(TILE, height - row * TILE);
      const half = halveTile(pixels, across, down, pixelType, coarsen);
      const rect = { x: (column * TILE) / 2, y: (row * TILE) / 2, width: Math.ceil(across / 2), height: Math.ceil(down / 2) };
      await assembler.add(rect, channel, half, (coarser) => store(level + 1, coarser));
    }
    const group = layout.groups[plane.scene]!;
    const at = { array: group === '' ? String(level) : `${group}/${level}`, place: [plane.t, channel, plane.z, row, column] };
    await chunks.put(at, cut(pixels, chunkWidth, chunkHeight));
  }

  async function writeTile(tile: PixelArray): Promise<void> {
    if (complete) throw new Error(`${path} is complete; there is no place for another tile.`);
    const { width, height } = scenes[plane.scene]!;
    const columns = Math.ceil(width / TILE);
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
      await store(0, { channel, column, row, pixels });
    }
    next++;
    if (next === columns * Math.ceil(height / TILE)) nextPlane();
  }

  function nextPlane(): void {
    const { scene, t, z } = plane;
    if (z + 1 < sizeZ) plane = { scene, t, z: z + 1 };
    else if (t + 1 < sizeT) plane = { scene, t: t + 1, z: 0 };
    else if (scene + 1 < scenes.length) plane = { scene: scene + 1, t: 0, z: 0 };
    else complete = true;
    next = 0;
    if (!complete) startPlane();
  }

  /** One call after another, and none after one that failed. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (action: () => Promise<void>): Promise<void> => {
    const mine = turn.then(() => {
      if (failure !== null) throw failure.error;
      return action();
    });
    turn = mine.catch((error: unknown) => {
      failure ??= { error };
    });
    return mine;
  };

  return {
    tileEdge: TILE,
    write: (tile) => inTurn(() => writeTile(tile)),
    finish: () =>
      inTurn(async () => {
        await chunks.written();
        if (!complete) throw new Error(`${path} cannot be finished: tiles of scene ${plane.scene} are missing.`);
        const files = [...metadataFiles(image, layout, levels, version)];
        await inParallel(files, FILES_AT_ONCE, ([name, bytes]) => folder.put(name, bytes));
        await spill.close();
        await folder.commit();
      }),
    async abandon() {
      await turn;
      await chunks.written().catch(() => {});
      await spill.close();
      await folder.discard();
    },
  };
}

function writtenLevel({ width, height }: { width: number; height: number }): WrittenLevel {
  return { width, height, chunkWidth: Math.min(TILE, width), chunkHeight: Math.min(TILE, height) };
}

/** The upper left part of a tile. */
function cut(tile: PixelArray, width: number, height: number): PixelArray {
  if (width === TILE) return tile.subarray(0, TILE * height);
  const part = tile.slice(0, width * height);
  copyRegion(tile, 0, TILE, part, 0, width, width, height);
  return part;
}
