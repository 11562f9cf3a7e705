import type { Progress } from '#contract/contract.ts';
import type { PixelArray, PlaneIndex, Rect } from '#core/model/image.ts';
import { blockLanes } from '../block-lanes.ts';
import { filesOfImages } from '../images/files-of-images.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { Clock, ComputePool, ResultFiles } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import { createSecondsLeft } from '../seconds-left.ts';
import { checkOutputs, checkPng } from './check-outputs.ts';
import { type ExportOutputs, type ExportSubject, type ImagePart, provenance } from './export-request.ts';
import { cutPrediction, predictInBlocks } from './prediction-blocks.ts';
import { FILE_TILE, openSinks } from './result-sinks.ts';

export interface ExportMeans {
  readonly pool: ComputePool;
  readonly sources: ImageSources;
  readonly files: ResultFiles;
  readonly clock: Clock;
  readonly appVersion: string;
}

export interface ExportOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  /** Edge of the blocks computed at once. Never changes the result. */
  readonly tile?: number;
  /** Files, besides the image, that must not be overwritten. */
  readonly inputs?: readonly string[];
}

/** Part of a row of file tiles. */
interface Strip {
  readonly plane: PlaneIndex;
  /** In the part that is written. */
  readonly rect: Rect;
  /** Upper left of the part in its plane. */
  readonly origin: { readonly x: number; readonly y: number };
}

/**
 * Segments planes into files, plane by plane and tile by tile. Blocks are computed side by side a little ahead of the writer, and
 * written in the order of the file, so that memory stays bounded and the bytes are the same for any number of threads and any
 * block size. When it fails or is cancelled, nothing half-written stays.
 */
export async function exportSegmentation(
  subject: ExportSubject,
  outputs: ExportOutputs,
  { pool, sources, files, clock, appVersion }: ExportMeans,
  { signal, progress, tile = FILE_TILE, inputs = [] }: ExportOptions = {},
): Promise<{ files: readonly string[] }> {
  const { image, model, part } = subject;
  const own = await filesOfImages(pool, [image], signal && { signal });
  await checkOutputs(outputs, [...own, ...inputs]);
  checkPng(outputs, part);
  const description = provenance(model, image.name, appVersion, outputs.minConfidence);
  const sinks = await openSinks(files, outputs, subject, description);
  const wantsPixels = sinks.some((sink) => sink.wantsPixels);
  const readPixels = async (plane: PlaneIndex, rect: Rect): Promise<PixelArray> => {
    const options = { priority: 3, ...(signal && { signal }) };
    const source = await sources.of(image, options);
    return (await pool.run('image.read', { source, request: { plane, level: 0, rect, channels: part.channels } }, options)).data;
  };
  const across = Math.max(FILE_TILE, Math.floor(tile / FILE_TILE) * FILE_TILE);
  const probabilities = outputs.probabilities !== null;
  const bytesPerPixel = 2 + (probabilities ? 4 * model.classes.length : 0);
  const widest = Math.max(...[...part.regions.values()].map(({ width }) => width));
  const lanes = blockLanes(Math.ceil(widest / across), pool.threads, bytesPerPixel * across * FILE_TILE);
  const total = countStrips(part, across);
  const secondsLeft = createSecondsLeft(clock);
  let done = 0;
  try {
    await runAhead(
      stripsOf(part, across),
      lanes.ahead,
      ({ plane, rect, origin }, inner) => {
        const there = { ...rect, x: rect.x + origin.x, y: rect.y + origin.y };
        const lane = lanes.of(Math.floor(rect.x / across));
        return predictInBlocks(model, plane, there, { edge: tile, probabilities, lane }, inner);
      },
      async (predicted, { plane, rect, origin }) => {
        const placed = { ...predicted, rect };
        for (let x = 0; x < rect.width; x += FILE_TILE) {
          const cut = { x: rect.x + x, y: rect.y, width: Math.min(FILE_TILE, rect.width - x), height: rect.height };
          const pixels = wantsPixels ? await readPixels(plane, { ...cut, x: cut.x + origin.x, y: cut.y + origin.y }) : null;
          for (const sink of sinks) await sink.write(cutPrediction(placed, cut), pixels);
        }
        done++;
        progress?.({ done, total, stage: 'Segmenting', secondsLeft: secondsLeft(done, total) });
      },
      signal,
    );
    for (const sink of sinks) await sink.finish();
  } catch (error) {
    for (const sink of sinks) await sink.abandon();
    throw error;
  }
  return { files: sinks.map((sink) => sink.path) };
}

/** The planes in rectangles of one row of file tiles, `across` pixels wide, in the order of the file. */
function* stripsOf({ planes, regions }: ImagePart, across: number): Generator<Strip> {
  for (const plane of planes) {
    const { x: left, y: top, width, height } = regions.get(plane.scene)!;
    for (let y = 0; y < height; y += FILE_TILE) {
      for (let x = 0; x < width; x += across) {
        const rect = { x, y, width: Math.min(across, width - x), height: Math.min(FILE_TILE, height - y) };
        yield { plane, rect, origin: { x: left, y: top } };
      }
    }
  }
}

function countStrips({ planes, regions }: ImagePart, across: number): number {
  return planes.reduce((sum, { scene }) => {
    const { width, height } = regions.get(scene)!;
    return sum + Math.ceil(height / FILE_TILE) * Math.ceil(width / across);
  }, 0);
}
