import type { Progress } from '#contract/contract.ts';
import type { Rect } from '#core/model/image.ts';
import { blockLanes } from '../block-lanes.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { Clock, ComputePool, ResultFiles } from '../ports.ts';
import { runAhead } from '../run-ahead.ts';
import { createSecondsLeft } from '../seconds-left.ts';
import { checkOutputs, checkPngSize } from './check-outputs.ts';
import { type ExportOutputs, type ExportSubject, provenance } from './export-request.ts';
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

/**
 * Segments a plane tile by tile into files. Blocks are computed side by side a little ahead of the writer, and written in the
 * order of the file, so that memory stays bounded and the bytes are the same for any number of threads and any block size.
 * When it fails or is cancelled, nothing half-written stays.
 */
export async function exportSegmentation(
  subject: ExportSubject,
  outputs: ExportOutputs,
  { pool, sources, files, clock, appVersion }: ExportMeans,
  { signal, progress, tile = FILE_TILE, inputs = [] }: ExportOptions = {},
): Promise<{ files: readonly string[] }> {
  const { image, model } = subject;
  const { info } = image;
  await checkOutputs(outputs, [image.path, ...inputs]);
  checkPngSize(outputs, info);
  const source = await sources.of(image, signal === undefined ? {} : { signal });
  const description = provenance(model.info, image.name, appVersion, outputs.minConfidence);
  const sinks = await openSinks(files, outputs, model.info, info, description);
  const across = Math.max(FILE_TILE, Math.floor(tile / FILE_TILE) * FILE_TILE);
  const strips = stripRects(info.width, info.height, across);
  const probabilities = outputs.probabilities !== null;
  const bytesPerPixel = 2 + (probabilities ? 4 * model.forest.classes : 0);
  const lanes = blockLanes(Math.ceil(info.width / across), pool.threads, bytesPerPixel * across * FILE_TILE);
  const secondsLeft = createSecondsLeft(clock);
  let done = 0;
  try {
    await runAhead(
      strips,
      lanes.ahead,
      (rect, inner) => {
        const lane = lanes.of(Math.floor(rect.x / across));
        return predictInBlocks(pool, subject, source, rect, { edge: tile, probabilities, lane }, inner);
      },
      async (predicted, rect) => {
        for (let x = 0; x < rect.width; x += FILE_TILE) {
          const part = { x: rect.x + x, y: rect.y, width: Math.min(FILE_TILE, rect.width - x), height: rect.height };
          for (const sink of sinks) await sink.write(cutPrediction(predicted, part));
        }
        done++;
        progress?.({ done, total: strips.length, stage: 'Segmenting', secondsLeft: secondsLeft(done, strips.length) });
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

/** The plane in rectangles of one row of file tiles, `across` pixels wide, in the order of the file. */
function stripRects(width: number, height: number, across: number): Rect[] {
  const rects: Rect[] = [];
  for (let y = 0; y < height; y += FILE_TILE) {
    for (let x = 0; x < width; x += across) {
      rects.push({ x, y, width: Math.min(across, width - x), height: Math.min(FILE_TILE, height - y) });
    }
  }
  return rects;
}
