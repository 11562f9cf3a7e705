import { join } from 'node:path';
import type { Progress } from '#contract/contract.ts';
import type { ClassifierInfo } from '#core/model/classifier.ts';
import { appVersion } from './app-version.ts';
import { codeFolder, defaultFolders } from './data-folder.ts';
import { createComputePool } from './engines/compute-pool.ts';
import { pruneFolder } from './engines/prune-folder.ts';
import { createScratchFiles } from './engines/scratch-files.ts';
import { readModel } from './formats/grove-model/read.ts';
import { writeModel } from './formats/grove-model/write.ts';
import { resultFiles } from './formats/result-files.ts';
import { type FileSegmentation, type SegmentedFile, segmentFile } from './services/export/segment-file.ts';
import { createImageSources, type ImageSources } from './services/images/image-sources.ts';
import { createLevelReader, type LevelReader } from './services/images/level-reader.ts';
import { checkOutputFile } from './services/output-file.ts';
import type { Clock, ComputePool, ModelFiles, ResultFiles } from './services/ports.ts';
import { createPredictions, type Predictions } from './services/prediction/predictions.ts';
import { createTileCache } from './services/prediction/tile-cache.ts';
import { createFeatureRows, type FeatureRows } from './services/training/feature-rows.ts';
import { type FileTraining, trainFromFiles } from './services/training/train-from-files.ts';

export interface EngineOptions {
  /** As many as the machine runs at once when left out. */
  readonly threads?: number;
  readonly cacheFolder?: string;
}

export interface EngineCall {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** Grove's services over real adapters, without a project. */
export interface Engine {
  readonly appVersion: string;
  readonly pool: ComputePool;
  readonly clock: Clock;
  readonly sources: ImageSources;
  readonly levels: LevelReader;
  readonly featureRows: FeatureRows;
  readonly predictions: Predictions;
  readonly modelFiles: ModelFiles;
  readonly files: ResultFiles;
  /** Trains from image and label files into a model file. */
  trainFromFiles(training: FileTraining, out: string, call?: EngineCall): Promise<ClassifierInfo>;
  segmentFile(segmentation: FileSegmentation, call?: EngineCall): Promise<SegmentedFile>;
  close(): Promise<void>;
}

const TILES_IN_MEMORY = 64 * 2 ** 20;
const TILES_ON_DISK = 4 * 2 ** 30;
const PYRAMIDS = 'pyramids';
const PYRAMID_BYTES = 16 * 2 ** 30;

export function composeEngine({ threads, cacheFolder = defaultFolders().cacheFolder }: EngineOptions = {}): Engine {
  const pool = createComputePool({ codeFolder: codeFolder(cacheFolder), ...(threads !== undefined && { threads }) });
  const clock: Clock = { now: () => new Date(), elapsed: () => performance.now() };
  const sources = createImageSources(pool);
  const scratch = createScratchFiles(join(cacheFolder, 'scratch'));
  const tiles = createTileCache(scratch, { memoryBytes: TILES_IN_MEMORY, scratchBytes: TILES_ON_DISK });
  const featureRows = createFeatureRows(pool, sources);
  const modelFiles: ModelFiles = { read: readModel, write: writeModel };
  const pruned = pruneFolder(join(cacheFolder, PYRAMIDS), PYRAMID_BYTES);
  const means = { appVersion, pool, clock, sources, featureRows, modelFiles, models: modelFiles, files: resultFiles };
  return {
    ...means,
    levels: createLevelReader(pool, sources, join(cacheFolder, PYRAMIDS)),
    predictions: createPredictions(pool, sources, tiles),
    async trainFromFiles(training, out, call) {
      await checkOutputFile(
        out,
        training.pairs.flatMap(({ image, labels }) => [image, labels]),
      );
      const model = await trainFromFiles(training, means, call);
      await modelFiles.write(out, model);
      return model.info;
    },
    segmentFile: (segmentation, call) => segmentFile(segmentation, means, call),
    async close() {
      await pruned;
      await pool.close();
      await tiles.close();
      await scratch.close();
    },
  };
}
