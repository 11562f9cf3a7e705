import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { FunctionResult, Progress } from '#contract/contract.ts';
import { type Layout, layoutOf } from '#core/image-function/layout.ts';
import { type FunctionPlan, type PlannedSteps, planSteps } from '#core/image-function/plan.ts';
import { GroveError } from '#core/model/error.ts';
import { BYTES_PER_SAMPLE, type PlaneIndex } from '#core/model/image.ts';
import { formatFunction, type ImageFunction } from '#core/model/image-function.ts';
import { filesOfImages } from '../images/files-of-images.ts';
import type { ImageSources, KnownImage } from '../images/image-sources.ts';
import { checkOutputFile } from '../output-file.ts';
import type { Clock, ComputePool, FunctionTable, ResultFiles, ResultImage, RunOptions } from '../ports.ts';
import { createSecondsLeft } from '../seconds-left.ts';
import { checkResultEnding, countBlocks, writeResult } from '../write-result.ts';
import { findObjects, stripsToFind } from './find-objects.ts';

export interface FunctionRequest {
  readonly image: KnownImage & { readonly name: string };
  /** At least one. Paths of second images are absolute. */
  readonly steps: readonly ImageFunction[];
  /** .ome.tif, .tif, .ome.zarr, or .png for one plane of one channel. */
  readonly path: string;
  /** Files, besides the images, that must not be overwritten. */
  readonly inputs?: readonly string[];
  /** See FunctionPlan. */
  readonly stripRows?: number;
}

export interface FunctionMeans {
  readonly pool: ComputePool;
  readonly sources: ImageSources;
  readonly files: ResultFiles;
  readonly clock: Clock;
  readonly appVersion: string;
}

export interface FunctionOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** Pixels of a block that is worked out at once, and of all blocks under way. */
const BLOCK_BYTES = 8 * 2 ** 20;
const AHEAD_BYTES = 64 * 2 ** 20;
const BLOCK_ROWS = 512;

/**
 * Applies image functions one after another to all planes of an image and writes what comes out, with the pixel size, time step,
 * scenes and channel names of the image. Memory is bounded by strips and blocks of a plane and by the borders of strips, whatever
 * the size of the image; the result does not depend on how it is divided. When it fails or is cancelled, nothing stays.
 *
 * Throws GroveError 'mismatch' and 'invalid-input' where a step cannot work, and what reading and writing throw.
 */
export async function runFunctions(
  request: FunctionRequest,
  means: FunctionMeans,
  { signal, progress }: FunctionOptions = {},
): Promise<FunctionResult> {
  const { image, steps, path, inputs = [], stripRows } = request;
  const { pool } = means;
  const run: RunOptions = signal === undefined ? {} : { signal };
  checkResultEnding(path);
  if (steps.length === 0) throw new GroveError('invalid-input', 'There is no image function to apply; name one.');
  const images = [image, ...(await secondImages(steps, pool, run))];
  const own = await filesOfImages(pool, images, run);
  await checkOutputFile(path, [...own, ...inputs]);
  const plan: FunctionPlan = {
    steps,
    inputs: images.map(({ path: file, name, info }, i) => ({ path: i === 0 ? '' : file, layout: layoutOf(name, info) })),
    ...(stripRows !== undefined && { stripRows }),
  };
  const planned = planSteps(plan);
  const layout = planned.layouts.at(-1)!;
  const result = resultOf(layout, request, means.appVersion);
  const sources = [];
  for (const one of images) sources.push(await means.sources.of(one, run));
  const work = { id: randomUUID(), plan, sources };

  const perColumn = BLOCK_ROWS * layout.channels.length * BYTES_PER_SAMPLE[layout.pixelType];
  const blockWidth = Math.max(BLOCK_ROWS, Math.floor(BLOCK_BYTES / perColumn));
  const widest = Math.min(blockWidth, Math.max(...layout.scenes.map(({ width }) => width)));
  const ahead = Math.max(2, Math.min(pool.threads + 1, Math.floor(AHEAD_BYTES / (widest * perColumn))));
  const meter = createMeter(plan, planned, countBlocks(result, blockWidth, BLOCK_ROWS), means.clock, progress);

  const tables = createTables((plane, inner) => findObjects(work, planned, plane, pool, meter.foundStrip, inner));
  await writeResult(
    result,
    async (plane, rect, inner) => {
      const of = await tables.of(plane, inner);
      return (await pool.run('function.pixels', { ...work, tables: of, plane, rect }, { signal: inner, priority: 3 })).data;
    },
    {
      ...{ files: means.files, clock: means.clock, stage: 'Writing', ahead, blockWidth, progress: meter.wroteBlock },
      ...(signal !== undefined && { signal }),
    },
  );
  const { width, height } = layout.scenes[0]!;
  const planes = layout.scenes.length * layout.sizeZ * layout.sizeT;
  const { channels, pixelType } = layout;
  return { path, width, height, planes, channels: channels.length, pixelType, notes: planned.notes };
}

async function secondImages(
  steps: readonly ImageFunction[],
  pool: ComputePool,
  run: RunOptions,
): Promise<(KnownImage & { readonly name: string })[]> {
  const paths = new Set(steps.flatMap((step) => ('with' in step ? [step.with] : [])));
  const images = [];
  for (const path of paths) {
    const info = await pool.run('image.open', { path }, run);
    const { hash } = await pool.run('image.hash', { path }, run);
    images.push({ path, name: basename(path), contentHash: hash, info });
  }
  return images;
}

function resultOf(layout: Layout, { image, steps, path }: FunctionRequest, appVersion: string): ResultImage {
  const { name: _, ...described } = layout;
  const done = steps.map((step) => formatFunction('with' in step ? { ...step, with: basename(step.with) } : step)).join('; ');
  const last = steps.findLast(({ name }) => !['apply-mask', 'pixel-type', 'subset'].includes(name));
  const grey = last === undefined && !(layout.pixelType === 'uint8' && layout.channels.length === 1);
  return {
    ...described,
    path,
    // Classes have no mean.
    coarsen: grey || last?.name === 'add-channels' ? 'mean' : 'nearest',
    description: `${image.name} through the image functions ${done} of Grove ${appVersion}.`,
  };
}

/** The tables of a plane are worked out once, when the first block of it is asked for, and kept while the plane after it begins. */
function createTables(find: (plane: PlaneIndex, signal: AbortSignal) => Promise<FunctionTable[]>) {
  const kept = new Map<string, Promise<FunctionTable[]>>();
  return {
    of({ scene, z, t }: PlaneIndex, signal: AbortSignal): Promise<FunctionTable[]> {
      const key = `${scene}/${z}/${t}`;
      const known = kept.get(key) ?? find({ scene, z, t }, signal);
      kept.set(key, known);
      for (const oldest of kept.keys()) {
        if (kept.size <= 2) break;
        kept.delete(oldest);
      }
      return known;
    },
  };
}

/** Strips that are looked at and blocks that are written, counted together. */
function createMeter(
  plan: FunctionPlan,
  planned: PlannedSteps,
  blocks: number,
  clock: Clock,
  progress: FunctionOptions['progress'],
) {
  const { scenes, sizeZ, sizeT } = planned.layouts.at(-1)!;
  const strips = scenes.reduce((sum, _, scene) => sum + sizeZ * sizeT * stripsToFind(plan, planned, { scene, z: 0, t: 0 }), 0);
  const total = strips + blocks;
  const secondsLeft = createSecondsLeft(clock);
  let done = 0;
  const tell = (stage: string): void => {
    done++;
    progress?.({ done, total, stage, secondsLeft: secondsLeft(done, total) });
  };
  return { foundStrip: () => tell('Finding objects'), wroteBlock: () => tell('Writing') };
}
