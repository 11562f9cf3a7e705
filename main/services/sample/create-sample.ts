import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Progress } from '#contract/contract.ts';
import { cancelled, GroveError } from '#core/model/error.ts';
import type { PixelArray } from '#core/model/image.ts';
import { CLASS_COLORS } from '#core/model/label.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';
import { addImages, type ImageReading } from '../images/add-images.ts';
import type { ProjectStores, ResultFiles } from '../ports.ts';

export const SAMPLE_FILE = 'Sample.grove';

const EDGE = 1024;
const SEEDS = [1, 2];
const PIXEL_SIZE_UM = 0.325;
const CHANNELS = [
  { name: 'DAPI', color: 0x4f8fff },
  { name: 'Actin', color: 0x3ddc6a },
];
const CLASSES = ['Background', 'Nucleus'];

export interface SampleMaking extends ImageReading {
  readonly stores: ProjectStores;
  readonly files: ResultFiles;
}

/**
 * Makes a folder with two images of drawn fluorescent nuclei and a project of them with two classes, nothing labelled. The folder
 * appears when it is complete; what stood there without a project goes.
 */
export async function createSample(
  { pool, sources, stores, files }: SampleMaking,
  folder: string,
  { signal, progress }: { signal: AbortSignal; progress: (progress: Progress) => void },
): Promise<void> {
  const partial = `${folder}.${randomUUID()}.partial`;
  const total = SEEDS.length + 1;
  const report = (done: number): void => progress({ done, total, stage: 'Drawing the sample', secondsLeft: null });
  try {
    await mkdir(partial, { recursive: true });
    const paths: string[] = [];
    for (const [i, seed] of SEEDS.entries()) {
      report(i);
      if (signal.aborted) throw cancelled();
      const path = join(partial, `nuclei-${i + 1}.ome.tif`);
      await writeImage(files, path, seed);
      paths.push(path);
    }
    report(SEEDS.length);
    const store = stores.create(join(partial, SAMPLE_FILE));
    try {
      const { refused } = await addImages({ pool, sources }, store, paths, { signal });
      if (refused[0] !== undefined) throw new GroveError('internal', refused[0].message);
      for (const [k, name] of CLASSES.entries()) store.addClass(name, CLASS_COLORS[k]!);
    } finally {
      store.close();
    }
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw folderError(error, dirname(folder));
  }
}

async function writeImage(files: ResultFiles, path: string, seed: number): Promise<void> {
  const pixels = drawNuclei({ width: EDGE, height: EDGE, seed }).pixels;
  const writer = await files.omeTiff({
    path,
    scenes: [{ name: 'Scene 1', width: EDGE, height: EDGE }],
    sizeZ: 1,
    sizeT: 1,
    coarsen: 'mean',
    channels: CHANNELS,
    pixelType: 'uint16',
    pixelSizeUm: { x: PIXEL_SIZE_UM, y: PIXEL_SIZE_UM, z: null },
    description: 'Drawn by Grove: nuclei in a fluorescence microscope, for trying things out.',
  });
  try {
    const edge = writer.tileEdge;
    for (let y = 0; y < EDGE; y += edge) {
      for (let x = 0; x < EDGE; x += edge)
        await writer.write(cut(pixels, x, y, Math.min(edge, EDGE - x), Math.min(edge, EDGE - y)));
    }
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/** A tile out of an image of shape (channels, EDGE, EDGE). */
function cut(pixels: PixelArray, x: number, y: number, width: number, height: number): PixelArray {
  const tile = new Uint16Array(CHANNELS.length * width * height);
  for (let c = 0; c < CHANNELS.length; c++) {
    copyRegion(pixels, (c * EDGE + y) * EDGE + x, EDGE, tile, c * width * height, width, width, height);
  }
  return tile;
}

function folderError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM' && code !== 'ENOTDIR') return error;
  const message = `The sample project cannot be made in ${folder}; allow Grove to write there, or name another folder in GROVE_DATA.`;
  return new GroveError('read-only', message, { file: folder, cause: error });
}
