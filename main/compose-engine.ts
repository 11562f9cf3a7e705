import { join } from 'node:path';
import type { Progress } from '#contract/contract.ts';
import type { ClassifierInfo } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import { appVersion } from './app-version.ts';
import { codeFolder, defaultFolders } from './data-folder.ts';
import { createBioFormats } from './engines/bio-formats/create-bio-formats.ts';
import { createComputePool } from './engines/compute-pool.ts';
import { createNetworkRunner } from './engines/network/network-runner.ts';
import { pruneFolder } from './engines/prune-folder.ts';
import { createScratchFiles } from './engines/scratch-files.ts';
import { readAnyModel, readAnyRows } from './formats/classifier-network/read-any-model.ts';
import { writeModel } from './formats/grove-model/write.ts';
import { resultFiles } from './formats/result-files.ts';
import { writeWholeFile } from './formats/writing/write-whole-file.ts';
import { createConvertedImages } from './services/conversion/converted-images.ts';
import { createImportingPool } from './services/conversion/importing-pool.ts';
import { type FileSegmentation, type SegmentedFile, segmentFile } from './services/export/segment-file.ts';
import { filesOfImages } from './services/images/files-of-images.ts';
import { createImageSources, type ImageSources } from './services/images/image-sources.ts';
import { createLevelReader, type LevelReader } from './services/images/level-reader.ts';
import { createLoadedNetworks, type LoadedNetworks } from './services/network/loaded-networks.ts';
import { createNetworkDrafts, type NetworkDrafts } from './services/network/network-drafts.ts';
import { createNetworkRegions, type NetworkRegions } from './services/network/network-regions.ts';
import { createNetworkTiles, type NetworkTiles } from './services/network/network-tiles.ts';
import { checkOutputFile } from './services/output-file.ts';
import type {
  Clock,
  ComputePool,
  ImageConverter,
  ModelFiles,
  NetworkLibrary,
  NetworkRunner,
  ResultFiles,
} from './services/ports.ts';
import { createPredictions, type Predictions } from './services/prediction/predictions.ts';
import { createTileCache } from './services/prediction/tile-cache.ts';
import { createPreferences, type PreferenceStore } from './services/preferences/preferences.ts';
import { type CrfRegions, createCrfRegions } from './services/refinement/crf-regions.ts';
import { createFeatureRows, type FeatureRows } from './services/training/feature-rows.ts';
import { retrainClassifier } from './services/training/retrain-classifier.ts';
import { createLabelFacts, type LabelFacts } from './services/training/tile-facts.ts';
import { contentId, type FileTraining, trainFromFiles } from './services/training/train-from-files.ts';
import { createNetworkLibrary } from './store/network-library.ts';

export interface EngineOptions {
  /** As many as the machine runs at once when left out. */
  readonly threads?: number;
  readonly cacheFolder?: string;
  /** Where the user's preferences are. */
  readonly dataFolder?: string;
}

export interface EngineCall {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** Grove's services over real adapters, without a project. */
export interface Engine {
  readonly appVersion: string;
  /** Opens foreign formats, too, by converting them. */
  readonly pool: ComputePool;
  readonly preferences: PreferenceStore;
  readonly converter: ImageConverter;
  readonly clock: Clock;
  readonly sources: ImageSources;
  readonly levels: LevelReader;
  readonly featureRows: FeatureRows;
  readonly labelFacts: LabelFacts;
  readonly predictions: Predictions;
  readonly modelFiles: ModelFiles;
  readonly files: ResultFiles;
  readonly runner: NetworkRunner;
  readonly library: NetworkLibrary;
  readonly drafts: NetworkDrafts;
  readonly tiles: NetworkTiles;
  readonly regions: NetworkRegions;
  readonly networks: LoadedNetworks;
  readonly crf: CrfRegions;
  /** Memory of the process in bytes. */
  residentBytes(): number;
  /** Trains from image and label files into a model file. */
  trainFromFiles(training: FileTraining, out: string, call?: EngineCall): Promise<ClassifierInfo>;
  /** Trains again from the rows of an exported network into a model file; trees, seed and name are its own when left out. */
  trainAgain(
    path: string,
    choices: { readonly trees?: number; readonly seed?: number; readonly name?: string },
    out: string,
    call?: EngineCall,
  ): Promise<ClassifierInfo>;
  segmentFile(segmentation: FileSegmentation, call?: EngineCall): Promise<SegmentedFile>;
  close(): Promise<void>;
}

const TILES_IN_MEMORY = 64 * 2 ** 20;
const TILES_ON_DISK = 4 * 2 ** 30;
const PYRAMIDS = 'pyramids';
const PYRAMID_BYTES = 16 * 2 ** 30;
const CONVERTED = 'converted';
const NETWORKS = 'networks';
/** Converting again takes minutes, so that much more is kept than of anything else. */
const CONVERTED_BYTES = 256 * 2 ** 30;

export function composeEngine(options: EngineOptions = {}): Engine {
  const { threads, cacheFolder, dataFolder } = { ...defaultFolders(), ...options };
  const readers = createComputePool({ codeFolder: codeFolder(cacheFolder), ...(threads !== undefined && { threads }) });
  const clock: Clock = { now: () => new Date(), elapsed: () => performance.now() };
  const preferences = createPreferences({ file: join(dataFolder, 'preferences.json'), clock, write: writeWholeFile });
  const converter = createBioFormats({ chosen: async () => (await preferences.get()).bfconvert });
  const converted = createConvertedImages(readers, converter, join(cacheFolder, CONVERTED));
  const pool = createImportingPool(readers, converted);
  const sources = createImageSources(pool, converted);
  const scratch = createScratchFiles(join(cacheFolder, 'scratch'));
  const tileCache = createTileCache(scratch, { memoryBytes: TILES_IN_MEMORY, scratchBytes: TILES_ON_DISK });
  const featureRows = createFeatureRows(pool, sources);
  const labelFacts = createLabelFacts();
  const modelFiles: ModelFiles = { read: readAnyModel, rows: readAnyRows, write: writeModel };
  const pruned = Promise.all([
    pruneFolder(join(cacheFolder, PYRAMIDS), PYRAMID_BYTES),
    pruneFolder(join(cacheFolder, CONVERTED), CONVERTED_BYTES),
  ]);
  const runner = createNetworkRunner();
  const tiles = createNetworkTiles(pool, runner, sources);
  const regions = createNetworkRegions(tiles);
  const library = createNetworkLibrary(join(dataFolder, NETWORKS));
  const means = {
    appVersion,
    runner,
    library,
    drafts: createNetworkDrafts(),
    tiles,
    regions,
    networks: createLoadedNetworks(library, runner, regions),
    crf: createCrfRegions(pool, sources),
    residentBytes: () => process.memoryUsage.rss(),
    pool,
    preferences,
    converter,
    clock,
    sources,
    featureRows,
    labelFacts,
    modelFiles,
    models: modelFiles,
    files: resultFiles,
  };
  return {
    ...means,
    levels: createLevelReader(pool, sources, join(cacheFolder, PYRAMIDS)),
    predictions: createPredictions(pool, tileCache),
    async trainFromFiles(training, out, call) {
      const inputs = training.pairs.flatMap(({ image, labels }) => [{ path: image }, { path: labels }]);
      await checkOutputFile(out, await filesOfImages(pool, inputs, call?.signal && { signal: call.signal }));
      const model = await trainFromFiles(training, means, call);
      await modelFiles.write(out, model);
      return model.info;
    },
    async trainAgain(path, choices, out, call) {
      await checkOutputFile(out, [path]);
      const classifier = await modelFiles.read(path);
      const rows = await modelFiles.rows(path);
      if (rows === null) {
        const message = `${path} holds no training rows; export the classifier with its images and labels.`;
        throw new GroveError('invalid-input', message, { file: path, code: 'NO_ROWS' });
      }
      const { trees, seed, name } = classifier.info;
      const retraining = { classifier, rows, trees, seed, name, newId: contentId, ...choices };
      const model = await retrainClassifier(retraining, means, call);
      await modelFiles.write(out, model);
      return model.info;
    },
    segmentFile: (segmentation, call) => segmentFile(segmentation, means, call),
    async close() {
      await pruned;
      await converter.close();
      await runner.close();
      await pool.close();
      await tileCache.close();
      await scratch.close();
    },
  };
}
