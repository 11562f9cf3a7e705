/**
 * What the services need from the outside world. Adapters (store, formats, engines) implement these interfaces,
 * `compose.ts` plugs them in; a service never knows which adapter answers.
 */

import type { GrownTrees, TrainingTable } from '#core/forest/training-table.ts';
import type { StripBorders } from '#core/image-function/strip-borders.ts';
import type { ClassifierInfo, PixelClassifier } from '#core/model/classifier.ts';
import type { FeatureSettings } from '#core/model/features.ts';
import type { Forest } from '#core/model/forest.ts';
import type {
  ChannelDisplay,
  ChannelInfo,
  ImageInfo,
  PixelArray,
  PixelBlock,
  PixelSizeUm,
  PixelType,
  PlaneIndex,
  Rect,
  RegionRequest,
} from '#core/model/image.ts';
import type { ImportMode, LabelClass, LabelCounts, LabelStroke } from '#core/model/label.ts';
import type { InputValues, NetworkGraph, NetworkInfo, NetworkMetadata, ProviderChoice } from '#core/model/network.ts';
import type { DocumentChange, HistoryState, ImageRecord, TrainingSettings } from '#core/model/project.ts';
import type { QualityReport } from '#core/model/quality.ts';
import type { SampleRange } from '#core/raster/sample-range.ts';
import type { CrfAnswer } from '#core/segmentation/crf/crf-field.ts';
import type { IntensityRange } from '#core/segmentation/crf/crf-input.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import type { AxisTile } from '#core/tiling/plan-axis.ts';
import type { FunctionWork } from './function-work.ts';
import type { ImageSource, SharedImage } from './image-source.ts';
import type { ClassifierExport, TrainingRows } from './training/classifier-export.ts';

export type { FunctionTable, FunctionWork } from './function-work.ts';
export type { ImageSource, SharedImage } from './image-source.ts';
export type { ClassifierExport, TestTile, TrainingRows } from './training/classifier-export.ts';

export type { TilePrediction };

/** An opened image file. Lives in a worker thread; one instance is used by one thread. */
export interface ImageFile {
  readonly info: ImageInfo;
  /** Paths of all files it lies in, the one that was opened among them; absent where it is that one alone. */
  readonly files?: readonly string[];
  /** Pixels of a region, shape (channels, height, width). Throws GroveError 'corrupt' or 'unreadable' naming the file. */
  read(request: RegionRequest): Promise<PixelBlock>;
  close(): Promise<void>;
}

/** Labelled pixels of one plane: places as y * width + x, ascending. */
export interface LabelledPixels {
  readonly source: ImageSource;
  readonly plane: PlaneIndex;
  readonly at: Float64Array;
}

/**
 * The jobs that worker threads do: name → input and output. Buffers inside inputs are copied unless shared, buffers of
 * outputs are transferred.
 */
export interface Jobs {
  'image.open': { in: { path: string }; out: ImageInfo };
  /** Decodes a whole file into shared memory (formats without regions). */
  'image.decode': { in: { path: string }; out: SharedImage };
  'image.read': { in: { source: ImageSource; request: RegionRequest }; out: PixelBlock };
  /** All files that an image lies in, the one named among them. */
  'image.files': { in: { path: string }; out: readonly string[] };
  /** Paths of the label images that lie beside the pixels of an OME-Zarr; none for images of other kinds. */
  'image.labels': { in: { path: string }; out: readonly string[] };
  'image.hash': { in: { path: string }; out: { hash: string; bytes: number } };
  /** Darkest and brightest value, percentiles and histogram per channel of a plane (see core/raster/sample-range). */
  'image.range': { in: { source: ImageSource; plane: PlaneIndex }; out: readonly SampleRange[] };
  /** Builds the coarser levels that a file lacks, as a pyramid file at `path`; one that exists is kept. */
  'image.pyramid': { in: { source: ImageSource; plane: PlaneIndex; path: string }; out: { levels: ImageInfo['levels'] } };
  /** Feature rows of labelled pixels, row-major (pixels, features). */
  'features.sample': { in: { labelled: LabelledPixels; settings: FeatureSettings }; out: { rows: Float32Array } };
  /** Bins and merges feature rows, shape (labels, features); see core/forest/bin-rows. */
  'forest.bin': { in: { values: Float32Array; labels: Uint8Array; classes: number }; out: TrainingTable };
  /** Grows trees firstTree … firstTree + treeCount - 1 on a table in shared memory (see core/forest). */
  'forest.grow': {
    in: { table: TrainingTable; seed: number; firstTree: number; treeCount: number };
    out: GrownTrees;
  };
  /** The most probable class of some of the rows of `values`, shape (rows, features). */
  'forest.judge': { in: { forest: Forest; values: Float32Array; rows: Uint32Array }; out: { classes: Uint8Array } };
  /** Class probabilities of a tile; the halo is read by the worker. */
  'tile.predict': {
    in: {
      source: ImageSource;
      plane: PlaneIndex;
      rect: Rect;
      settings: FeatureSettings;
      /** Held in shared memory; a worker prepares it once per `forestId`. */
      forest: Forest;
      forestId: string;
      probabilities: boolean;
    };
    out: TilePrediction;
  };
  /** Labels of a region after a dense conditional random field over what a model says of it; the image is read by the worker. */
  'crf.refine': {
    in: {
      source: ImageSource;
      plane: PlaneIndex;
      /** Region that the probabilities are of, and the part of it that is wanted. */
      rect: Rect;
      core: Rect;
      channels: readonly number[];
      ranges: readonly IntensityRange[];
      /** Shape (classes, height, width) of `rect`. */
      probabilities: Float32Array;
      classes: number;
      mayBeNone: boolean;
      /** 1 … 100. */
      strength: number;
    };
    out: CrfAnswer;
  };
  /** Writes a classifier as a network to `path`, whole or not at all (see formats/classifier-network). */
  'classifier.export': { in: { path: string; classifier: PixelClassifier; parts: ClassifierExport }; out: null };
  /**
   * Reads a model file, compares its description with its network and writes the network, converted where needed, to `onnx`. Nothing
   * of it is run. Throws GroveError whose `code` tells the reason of a refusal.
   */
  'network.inspect': { in: { path: string; onnx: string }; out: InspectedNetwork };
  /** Numbers of a .npy file, or of a file of bare 32-bit floats (shape null), in shared memory; `type` is that of the file. */
  'numbers.read': {
    in: { path: string };
    out: { shape: readonly number[] | null; type: 'float32' | 'uint8' | 'uint16'; data: Float32Array };
  };
  /** Fills the input of a network for a tile, shape (z, y, x, channels), from the planes it sees. */
  'network.read': {
    in: {
      source: ImageSource;
      /** Seen planes, one after another along z; a plane may come twice where the stack is mirrored. */
      planes: readonly PlaneIndex[];
      column: AxisTile;
      row: AxisTile;
      channels: readonly number[];
      monochrome: boolean;
      values: InputValues;
      /** Shared memory. */
      into: Float32Array;
    };
    out: null;
  };
  /** Fills the input of a network that sees a whole plane, brought to the size of its tile by area. */
  'network.readWhole': {
    in: {
      source: ImageSource;
      plane: PlaneIndex;
      tile: { readonly x: number; readonly y: number };
      channels: readonly number[];
      monochrome: boolean;
      values: InputValues;
      /** Shared memory. */
      into: Float32Array;
    };
    out: null;
  };
  /** Pixels of a rectangle of what image functions make, shape (channels, height, width). */
  'function.pixels': { in: FunctionWork & { plane: PlaneIndex; rect: Rect }; out: { data: PixelArray } };
  /** Borders of a strip of the plane before a step that looks at whole objects, by channel. */
  'function.borders': {
    in: FunctionWork & { step: number; plane: PlaneIndex; strip: number };
    out: Readonly<Record<string, StripBorders>>;
  };
  /** Labels of the planes of a tile that are kept, out of a network's answer in shared memory. */
  'network.labels': {
    in: NetworkAnswer & { many: boolean; probabilities: boolean };
    out: readonly TilePrediction[];
  };
  /** Pixels of the planes of a tile that are kept, shape (outputs, height, width) each. */
  'network.pixels': { in: NetworkAnswer; out: readonly { rect: Rect; data: Float32Array }[] };
}

/** A model file as it was found, its network checked and written as ONNX. */
export interface InspectedNetwork {
  readonly metadata: NetworkMetadata;
  readonly graph: NetworkGraph;
  readonly monochrome: boolean;
  /** SHA-256 of the model file, in hex. */
  readonly hash: string;
}

/** The answer of a network for a tile, shape (z, y · scale, x · scale, outputs). */
export interface NetworkAnswer {
  readonly data: Float32Array;
  readonly outputs: number;
  readonly column: AxisTile;
  readonly row: AxisTile;
  readonly layer: AxisTile;
  readonly scale: { readonly x: number; readonly y: number };
}

/** A network on disk, ready to run. */
export interface RunnableNetwork {
  /** The same key is the same network. */
  readonly key: string;
  readonly path: string;
  readonly provider: ProviderChoice;
}

export interface NetworkRun {
  readonly shape: readonly number[];
  /** What computed it. */
  readonly provider: string;
  /** For the user, where that is not what was wished for. */
  readonly note: string | null;
}

/** Runs networks on a thread of their own, one run at a time. */
export interface NetworkRunner {
  /** One run on zeros: what it answers, whether all are numbers, and the least and largest sum over the last axis. */
  tryOut(
    network: RunnableNetwork,
    shape: readonly number[],
    options?: RunOptions,
  ): Promise<NetworkRun & { readonly finite: boolean; readonly sum: { readonly least: number; readonly most: number } }>;
  /** `input` and `output` lie in shared memory. Throws GroveError 'mismatch', 'unsupported', 'too-large'. */
  run(
    network: RunnableNetwork,
    input: Float32Array,
    shape: readonly number[],
    output: Float32Array,
    options?: RunOptions,
  ): Promise<NetworkRun>;
  forget(key: string): Promise<void>;
  close(): Promise<void>;
}

/** The networks of this user, in a folder of their own: the model file as it came, its network as ONNX, and what the user chose. */
export interface NetworkLibrary {
  /** In the order of their names. An entry that cannot be read is left out and told in `damaged`. */
  list(): Promise<{ readonly networks: readonly NetworkInfo[]; readonly damaged: readonly string[] }>;
  /** Throws GroveError 'not-found'. */
  get(key: string): Promise<{ readonly info: NetworkInfo; readonly onnxPath: string; readonly sourcePath: string }>;
  /** Keeps copies of both files. Throws GroveError 'invalid-input' where the network is there already. */
  add(info: NetworkInfo, onnxPath: string, sourcePath: string): Promise<void>;
  update(info: NetworkInfo): Promise<void>;
  remove(key: string): Promise<void>;
  /** Keeps that a project has used the network. */
  use(key: string, projectPath: string): Promise<void>;
  /** Projects that have used the network, by their paths. */
  users(key: string): Promise<readonly string[]>;
  /** Path for a network that is being looked at; the files of earlier runs of Grove are gone. */
  staging(): Promise<string>;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Smaller runs first; 0 = the user is looking at it. */
  readonly priority?: number;
  /** `stage` says what is being done where that is not what was asked for, such as converting the file first. */
  readonly onProgress?: (done: number, total: number, stage?: string) => void;
  /** Jobs of the same lane read the same part of an image; where it costs nothing, one thread does them all. */
  readonly lane?: number;
}

/** Worker threads that run jobs. A job aborted while waiting never starts. */
export interface ComputePool {
  readonly threads: number;
  run<K extends keyof Jobs>(kind: K, input: Jobs[K]['in'], options?: RunOptions): Promise<Jobs[K]['out']>;
  close(): Promise<void>;
}

/** A new image to be put into the project. */
export interface NewImage {
  readonly path: string;
  readonly name: string;
  readonly contentHash: string;
  readonly fileBytes: number;
  readonly info: ImageInfo;
  readonly display: readonly ChannelDisplay[];
}

/** A finished or running piece of long work, kept for the record. */
export interface JobRecord {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly started: string;
  readonly finished: string | null;
  readonly outcome: 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';
  readonly message: string | null;
}

/** Labels to be put into a project. Class k is the k-th of the classes, in their order, once the new ones are added. */
export interface LabelImport {
  readonly newClasses: readonly { readonly name: string; readonly color: number }[];
  readonly planes: readonly PlaneIndex[];
  /** 'merge' keeps what is there where the import has 0, 'replace' erases it in all of `planes`. */
  readonly mode: ImportMode;
  /** Tiles that hold labels: LABEL_TILE² class numbers row by row, edge tiles padded with 0. Asked for one by one. */
  readonly tiles: Iterable<{
    readonly plane: PlaneIndex;
    readonly column: number;
    readonly row: number;
    readonly classes: Uint8Array;
  }>;
}

/**
 * An open project file. Every method that changes the document does so in one durable transaction, together with the
 * step that takes it back, before it returns. Throws GroveError 'read-only', 'disk-full', 'corrupt'.
 */
export interface ProjectStore {
  readonly path: string;
  readonly readOnly: boolean;
  revision(): number;
  close(): void;
  /** Writes a consistent copy while the project stays open. */
  copyTo(path: string): Promise<void>;

  images(): ImageRecord[];
  image(id: string): ImageRecord;
  addImage(image: NewImage): ImageRecord;
  removeImage(id: string): DocumentChange;
  /** Not undoable: where a file is and how it is shown is not part of the work on it. */
  relinkImage(id: string, path: string): void;
  setDisplay(id: string, display: readonly ChannelDisplay[]): void;
  setTraining(id: string, training: boolean): void;

  classes(): LabelClass[];
  addClass(name: string, color: number): { change: DocumentChange; added: LabelClass };
  updateClass(value: number, patch: Partial<Omit<LabelClass, 'value'>>): DocumentChange;
  /** Removes the class and erases its labels everywhere, as one step. */
  removeClass(value: number): DocumentChange;
  reorderClasses(values: readonly number[]): DocumentChange;

  paint(imageId: string, plane: PlaneIndex, stroke: LabelStroke): DocumentChange;
  /** Adds classes and puts labels into planes of an image, as one step. */
  importLabels(imageId: string, labels: LabelImport): DocumentChange;
  /** LABEL_TILE² class values row by row (edge tiles are padded with 0), or null where nothing is labelled. */
  labelTile(imageId: string, plane: PlaneIndex, column: number, row: number): Uint8Array | null;
  /** The same text for the same labels; much cheaper than reading them. Null where nothing is labelled. */
  labelTileStamp(imageId: string, plane: PlaneIndex, column: number, row: number): string | null;
  /** Planes and tiles that hold labels. */
  labelledTiles(imageId: string): { plane: PlaneIndex; column: number; row: number }[];
  labelCounts(imageId: string): LabelCounts;

  history(): HistoryState;
  /** Null where there is nothing to take back. */
  undo(): DocumentChange | null;
  redo(): DocumentChange | null;

  trainingSettings(): TrainingSettings;
  setTrainingSettings(settings: TrainingSettings): void;

  models(): ClassifierInfo[];
  model(id: string): PixelClassifier;
  /** Keeps an immutable version; throws 'invalid-input' when its id exists. */
  addModel(model: PixelClassifier): void;
  /** Name and description only; the version itself never changes. */
  describeModel(id: string, name: string, description: string): void;

  /** Null where the version has none. */
  qualityReport(modelId: string): QualityReport | null;
  keepQualityReport(report: QualityReport): void;

  startJob(kind: string, title: string): string;
  finishJob(id: string, outcome: 'done' | 'failed' | 'cancelled', message: string | null): void;
  jobs(): JobRecord[];

  /** Small settings of the window (last image, view position …) as JSON. */
  getSetting(key: string): unknown;
  setSetting(key: string, value: unknown): void;
}

/** Creates and opens project files. */
export interface ProjectStores {
  /** Throws 'invalid-input' where a file exists already. */
  create(path: string): ProjectStore;
  /** Throws 'not-found', 'corrupt', 'newer-version', 'locked', 'read-only' (folder not writable and no copy possible). */
  open(path: string, options?: { readOnly?: boolean }): ProjectStore;
}

/** A result image to be written: its planes are scene by scene, in each time point by time point, in each z by z. */
export interface ResultImage {
  readonly path: string;
  /** At least one. */
  readonly scenes: readonly { readonly name: string; readonly width: number; readonly height: number; readonly well?: string }[];
  readonly sizeZ: number;
  readonly sizeT: number;
  readonly channels: readonly ChannelInfo[];
  /** True where the three channels are red, green and blue. */
  readonly rgb?: boolean;
  readonly pixelType: PixelType;
  readonly pixelSizeUm: PixelSizeUm;
  readonly timeStepS?: number;
  /** How coarser levels come about: the nearest pixel for labels and masks, else the mean. */
  readonly coarsen: 'nearest' | 'mean';
  /** Kept in the file: which model made it. */
  readonly description: string;
  /** Set where it is a label image: what its values stand for. */
  readonly labelClasses?: readonly { readonly value: number; readonly name: string; readonly color: number }[];
}

/** An image file being written. Nothing stands under its path until it is finished. */
export interface ResultWriter {
  /** Edge of its tiles; tiles at the right and lower edge are cut. */
  readonly tileEdge: number;
  /** The next tile, plane by plane and row by row: shape (channels, height, width). Throws GroveError 'disk-full', 'read-only'. */
  write(tile: PixelArray): Promise<void>;
  finish(): Promise<void>;
  /** Removes what was written so far. */
  abandon(): Promise<void>;
}

export interface ResultFiles {
  /** A tiled, compressed OME-TIFF, each scene an Image of its own. */
  omeTiff(image: ResultImage): Promise<ResultWriter>;
  /**
   * An OME-Zarr folder: the image itself, or where it has several scenes a series of images or a plate of wells. A path such as
   * image.ome.zarr/labels/NAME puts it into the label images of an OME-Zarr that is there.
   */
  omeZarr(image: ResultImage): Promise<ResultWriter>;
  /** A PNG of 8 or 16 bits, grey or red, green and blue, shape (channels, height, width), all at once. */
  png(
    path: string,
    image: { readonly width: number; readonly height: number; readonly channels: 1 | 3; readonly data: PixelArray },
  ): Promise<void>;
  /** Removes a file or OME-Zarr folder that shall not stay; nothing happens where there is none. */
  remove(path: string): Promise<void>;
}

/** Reads image formats that Grove does not know, through another program. */
export interface ImageConverter {
  /** False where the program is not there. Throws GroveError where one is set that cannot be used. */
  available(): Promise<boolean>;
  /**
   * Writes the image at `path`, with all its scenes and stored resolutions, as a tiled, compressed OME-TIFF to `out`: whole or
   * not at all. Progress is an estimate. Throws GroveError 'unsupported', 'unreadable', 'too-large', 'disk-full', 'cancelled'.
   */
  convert(
    path: string,
    out: string,
    options: { readonly signal: AbortSignal; readonly onShare: (share: number) => void },
  ): Promise<void>;
  /** The program at `path` (the one that would be used when null) and its version. Throws GroveError where there is none. */
  describe(path: string | null, signal: AbortSignal): Promise<{ readonly path: string; readonly version: string }>;
  /** Ends what still runs. */
  close(): Promise<void>;
}

/** Model files on disk. */
export interface ModelFiles {
  /**
   * A model file, or an exported network that holds its classifier. Throws GroveError 'not-found', 'unreadable', 'unsupported' (with
   * the code 'NO_CLASSIFIER' for a network without one), 'corrupt', 'newer-version'.
   */
  read(path: string): Promise<PixelClassifier>;
  /** What the classifier of an exported network was trained from; null where the file does not hold it. Throws as `read` does. */
  rows(path: string): Promise<TrainingRows | null>;
  /** Replaces a file at `path` only when the new one is complete. */
  write(path: string, model: PixelClassifier): Promise<void>;
}

/** A file for intermediate results, without a name of its own. Gone when closed. */
export interface ScratchFile {
  write(bytes: Uint8Array, at: number): Promise<void>;
  /** Fills `into` from place `at`. */
  read(into: Uint8Array, at: number): Promise<void>;
  close(): Promise<void>;
}

/** Makes scratch files in the cache folder. Throws GroveError 'disk-full'. */
export interface ScratchFiles {
  create(): Promise<ScratchFile>;
  /** Closes and removes all that are left. */
  close(): Promise<void>;
}

export interface Clock {
  now(): Date;
  /** Monotonic milliseconds. */
  elapsed(): number;
}
