/**
 * Everything the window can ask of Grove, on one page. A call has a name, a schema for its input (checked at the door),
 * a type of result and, for long calls, a type of progress. Adding a call: one entry here, one handler in main/services.
 * Pixels travel as typed arrays; see wire.ts for how they cross HTTP and WebSocket.
 */
import { z } from 'zod';
import type { ClassifierInfo } from '#core/model/classifier.ts';
import type { ChannelDisplay, ImageInfo, PixelBlock, PixelType, PlaneIndex, Rect } from '#core/model/image.ts';
import type { LabelClass, LabelCounts } from '#core/model/label.ts';
import type { NetworkGraph, NetworkInfo, NetworkMetadata } from '#core/model/network.ts';
import type { DocumentChange, ImageRecord, ProjectInfo, TrainingSettings } from '#core/model/project.ts';
import type { FeatureWorth, QualityReport, TrialResult } from '#core/model/quality.ts';
import * as n from './network-schemas.ts';
import * as s from './schemas.ts';

/** Progress of long work: parts done of all, and an estimate of what is left (null until there is one). */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly stage: string;
  readonly secondsLeft: number | null;
}

interface CallSpec<In extends z.ZodType, Out, Prog> {
  readonly input: In;
  /** Phantoms: exist for the type checker only. */
  readonly out?: Out;
  readonly progress?: Prog;
}

/** A call that answers at once. */
const call =
  <Out>() =>
  <In extends z.ZodType>(input: In): CallSpec<In, Out, never> => ({ input });

/** A call that may take long: shows progress and can be cancelled. */
const longCall =
  <Out>() =>
  <In extends z.ZodType>(input: In): CallSpec<In, Out, Progress> => ({ input });

const nothing = z.object({}).strict();

export const contract = {
  'app.info': call<AppInfo>()(nothing),
  /** Names of the features of a set, per channel, in the order of a classifier's importance. */
  'features.names': call<readonly string[]>()(z.object({ set: s.featureSet }).strict()),
  'files.list': call<FileListing>()(z.object({ folder: z.string().nullable() }).strict()),

  'preferences.get': call<{ values: Preferences; note: string | null }>()(nothing),
  /** Keeps what is not named. */
  'preferences.set': call<Preferences>()(s.preferences.partial().strict()),
  /** Version of the bfconvert at a path, or of the one that would be used. */
  'preferences.testBfconvert': call<{ path: string; version: string }>()(z.object({ path: s.path.nullable() }).strict()),

  'project.current': call<ProjectInfo | null>()(nothing),
  'project.recent': call<readonly RecentProject[]>()(nothing),
  'project.create': call<ProjectInfo>()(z.object({ path: s.path }).strict()),
  'project.open': call<ProjectInfo>()(z.object({ path: s.path }).strict()),
  'project.openSample': longCall<ProjectInfo>()(nothing),
  'project.saveCopy': call<{ path: string }>()(z.object({ path: s.path }).strict()),
  'project.close': call<null>()(nothing),
  'project.getSetting': call<unknown>()(z.object({ key: z.string().max(100) }).strict()),
  'project.setSetting': call<null>()(z.object({ key: z.string().max(100), value: z.json() }).strict()),

  'images.add': longCall<AddedImages>()(z.object({ paths: z.array(s.path).min(1).max(10_000) }).strict()),
  'images.remove': call<DocumentChange>()(z.object({ imageId: s.id }).strict()),
  'images.relink': longCall<ImageRecord>()(z.object({ imageId: s.id, path: s.path }).strict()),
  /** Makes ready what takes long, before an image is shown: a copy of a foreign format that is not in the cache any more. */
  'images.prepare': longCall<null>()(z.object({ imageId: s.id }).strict()),
  'images.setTraining': call<null>()(z.object({ imageId: s.id, training: z.boolean() }).strict()),
  'images.setDisplay': call<null>()(z.object({ imageId: s.id, display: z.array(s.channelDisplay).max(1000) }).strict()),
  /** Darkest and brightest value and the 0.1 and 99.9 percentiles per channel of a plane, from its coarsest level. */
  'images.range': longCall<readonly ChannelRange[]>()(z.object({ imageId: s.id, plane: s.plane }).strict()),
  /** Levels of a scene that the viewer may ask for; Grove adds coarser ones where the file has none. */
  'images.levels': call<ImageInfo['levels']>()(z.object({ imageId: s.id, scene: s.index.default(0) }).strict()),
  /** One VIEW_TILE-sized tile (cut at the edges) of all channels. */
  'images.tile': longCall<PixelBlock>()(
    z.object({ imageId: s.id, plane: s.plane, level: s.index, column: s.index, row: s.index, priority: s.priority }).strict(),
  ),
  /** Writes planes of an image, or a part of them, at one of its resolutions to a file: .ome.tif, .ome.zarr, or .png for one plane. */
  'images.export': longCall<ExportedImage>()(
    z
      .object({
        imageId: s.id,
        path: s.path,
        subset: s.subset.default(''),
        level: s.index.default(0),
        region: s.rect.nullable().default(null),
      })
      .strict(),
  ),
  /**
   * Applies image functions, one after another, to all planes of an image and writes what comes out: texts such as
   * `scrap minimum=20 connectivity=4`, see core/model/image-function.ts.
   */
  'images.function': longCall<FunctionResult>()(
    z.object({ imageId: s.id, steps: z.array(s.functionText).min(1).max(50), path: s.path }).strict(),
  ),
  /** Small picture for lists: RGBA, at most 96 × 96. */
  'images.thumbnail': longCall<Picture>()(z.object({ imageId: s.id }).strict()),

  'classes.add': call<{ change: DocumentChange; added: LabelClass }>()(
    z.object({ name: s.name, color: s.color.nullable() }).strict(),
  ),
  'classes.update': call<DocumentChange>()(
    z
      .object({ value: s.classValue, patch: z.object({ name: s.name, color: s.color, visible: z.boolean() }).partial().strict() })
      .strict(),
  ),
  'classes.remove': call<DocumentChange>()(z.object({ value: s.classValue }).strict()),
  'classes.reorder': call<DocumentChange>()(z.object({ values: z.array(s.classValue).max(255) }).strict()),

  'labels.paint': call<DocumentChange>()(z.object({ imageId: s.id, plane: s.plane, stroke: s.stroke }).strict()),
  /** Flood fill from a pixel over neighbours of similar intensity, kept inside `within`. */
  'labels.bucket': longCall<DocumentChange>()(
    z
      .object({
        imageId: s.id,
        plane: s.plane,
        channel: s.index,
        x: s.index,
        y: s.index,
        tolerance: z.number().min(0),
        within: s.rect,
        value: s.classOrErase,
        onlyOver: s.onlyOver,
      })
      .strict(),
  ),
  /**
   * Puts a label image (k = class k, 0 = unlabelled), or those of several people merged by a rule, into the labels of an image, as
   * one step. One of a single plane labels `plane`, others all planes or, of them, the shown one.
   */
  'labels.import': longCall<ImportedLabels>()(s.labelImport),
  /** Writes labels of an image to a label image: .ome.tif, .ome.zarr, its place labels/NAME in an OME-Zarr, or .png for one plane. */
  'labels.export': longCall<{ path: string; planes: number; width: number; height: number }>()(
    z.object({ imageId: s.id, path: s.path, subset: s.subset.default('') }).strict(),
  ),
  /** Labelled pixels per class and plane of an image, or of all. */
  'labels.statistics': longCall<LabelStatistics>()(z.object({ imageId: s.id.nullable().default(null) }).strict()),
  /** LABEL_TILE² class values, null where nothing is labelled. */
  'labels.tile': call<Uint8Array | null>()(z.object({ imageId: s.id, plane: s.plane, column: s.index, row: s.index }).strict()),
  /** Tiles of a plane that hold labels, as [column, row]; all others are empty. */
  'labels.tiles': call<readonly (readonly [number, number])[]>()(z.object({ imageId: s.id, plane: s.plane }).strict()),
  /** Planes of an image that hold labels, each once, by scene, then t, then z. */
  'labels.planes': call<readonly PlaneIndex[]>()(z.object({ imageId: s.id }).strict()),
  'labels.counts': call<LabelCounts>()(z.object({ imageId: s.id }).strict()),

  'history.undo': call<DocumentChange | null>()(nothing),
  'history.redo': call<DocumentChange | null>()(nothing),

  'training.settings': call<null>()(s.trainingSettings),
  /** Trains on all training images and keeps the result as a new version. */
  'classifier.train': longCall<ClassifierInfo>()(nothing),
  /**
   * Trains without keeping a version, for Live mode; `prediction.tile` accepts the id while it is the newest. `quick` trains from a
   * small part of the labels.
   */
  'classifier.trainLive': longCall<ClassifierInfo>()(z.object({ quick: z.boolean().optional() }).strict()),
  /**
   * Tries a setting on the labels of the training images. `beside` names the feature sets it is compared with, so that all are tested on
   * the same pixels. `prediction.tile` accepts the id of the model, which is no version of the project, for a while.
   */
  'training.try': longCall<TrialResult & { model: ClassifierInfo }>()(
    z.object({ setting: s.trialSetting, beside: z.array(s.featureSet).max(100) }).strict(),
  ),
  /** The features of the training settings by what each alone is worth, the best first. */
  'training.rankFeatures': longCall<readonly FeatureWorth[]>()(nothing),
  /** Judges a version by cross-validation and keeps the report with it. */
  'classifier.judge': longCall<QualityReport>()(z.object({ modelId: s.id }).strict()),
  /** The report kept with a version; null where it was not judged yet. */
  'classifier.quality': call<QualityReport | null>()(z.object({ modelId: s.id }).strict()),
  'classifier.describe': call<ClassifierInfo>()(
    z.object({ modelId: s.id, name: s.name, description: z.string().max(4000) }).strict(),
  ),
  'classifier.save': call<{ path: string }>()(z.object({ modelId: s.id, path: s.path }).strict()),
  /**
   * Writes a model as a network (.czann) that any reader of the format runs; with its training data Grove gets the model back from it.
   * `notes` say what could not go with it.
   */
  'classifier.exportNetwork': longCall<{ path: string; notes: readonly string[] }>()(
    z.object({ modelId: s.id, path: s.path, trainingData: z.boolean().default(false) }).strict(),
  ),
  /** Takes a .grovemodel, or a .czann that was exported with its training data. */
  'classifier.load': longCall<ClassifierInfo>()(z.object({ path: s.path }).strict()),

  /** Predicts a plane, or all planes of a subset such as `Z(1-5)|T(3)`; tiles are then at hand at every level. */
  'segmentation.run': longCall<SegmentationSummary>()(
    z.object({ modelId: s.id, imageId: s.id, plane: s.plane, subset: s.subset.nullable().default(null), crf: s.crf }).strict(),
  ),
  /** One VIEW_TILE-sized tile of a prediction. Coarser levels take the nearest finer pixel. */
  'prediction.tile': longCall<PredictionTile>()(
    z
      .object({
        modelId: s.id,
        imageId: s.id,
        plane: s.plane,
        level: s.index,
        column: s.index,
        row: s.index,
        /** Class 0… whose probability is wanted besides, or null. */
        probabilityOf: s.index.nullable(),
        priority: s.priority,
        /** The refinement that the tile is shown with. */
        crf: s.crf,
      })
      .strict(),
  ),
  /** Places of all images of the project that the model suits whose labelling would teach the most, best first. */
  'prediction.labelNext': longCall<readonly LabelHint[]>()(z.object({ modelId: s.id }).strict()),
  'export.segmentation': longCall<{ files: readonly string[] }>()(s.exportRequest),

  /** The networks of this user, whatever project is open. */
  'networks.list': call<readonly NetworkInfo[]>()(nothing),
  /** Looks at a model file; what it answers may be tried and imported until it is discarded. */
  'networks.inspect': longCall<NetworkDraft>()(z.object({ path: s.path }).strict()),
  /** Runs a draft, with what the user has chosen so far, on the tile around a place of an image. */
  'networks.tryDraft': longCall<NetworkTrial>()(
    z
      .object({
        draftId: s.id,
        choices: n.networkChoices,
        imageId: s.id,
        plane: s.plane,
        x: s.index,
        y: s.index,
        channels: s.channels,
      })
      .strict(),
  ),
  'networks.import': longCall<NetworkInfo>()(z.object({ draftId: s.id, choices: n.networkChoices }).strict()),
  'networks.discard': call<null>()(z.object({ draftId: s.id }).strict()),
  'networks.update': call<NetworkInfo>()(z.object({ key: n.networkKey, patch: n.networkPatch }).strict()),
  /** Projects, by their paths, that have used the network. */
  'networks.users': call<readonly string[]>()(z.object({ key: n.networkKey }).strict()),
  'networks.remove': call<null>()(z.object({ key: n.networkKey }).strict()),
  /** Compares the tiled answer with that for one large tile around a place, where the network takes tiles of any size. */
  'networks.verifyTiling': longCall<TilingCheck>()(
    z.object({ key: n.networkKey, imageId: s.id, plane: s.plane, x: s.index, y: s.index, channels: s.channels }).strict(),
  ),
  /** Runs a regression network over planes of an image into a new image. */
  'networks.process': longCall<{ path: string; note: string | null }>()(
    z.object({ key: n.networkKey, imageId: s.id, path: s.path, subset: z.string().max(1000), channels: s.channels }).strict(),
  ),
  /** Runs a classification network: a row per plane of the subset, or per tile of it. */
  'networks.classify': longCall<readonly ImageClassRow[]>()(
    z
      .object({ key: n.networkKey, imageId: s.id, subset: z.string().max(1000), perTile: z.boolean(), channels: s.channels })
      .strict(),
  ),
} as const;

/** A model file that may be imported. */
export interface NetworkDraft {
  readonly draftId: string;
  readonly path: string;
  readonly metadata: NetworkMetadata;
  readonly graph: NetworkGraph;
  readonly monochrome: boolean;
  /** A network of the library that is the same file, and one with its id but another content. */
  readonly same: NetworkInfo | null;
  readonly twin: NetworkInfo | null;
  /** What ran it on a tile of zeros; null where its tile is not known yet. */
  readonly ranOn: { readonly provider: string; readonly note: string | null } | null;
}

/** What a network makes of one tile. */
export interface NetworkTrial {
  /** The tile in pixels of the image, and what the network saw of it, as RGBA. */
  readonly input: Picture;
  /** Classes in their colours, or the answer in grey. */
  readonly answer: Picture;
  /** Of a classification: score of each class. */
  readonly scores: readonly number[] | null;
  readonly seconds: number;
  readonly provider: string;
  readonly note: string | null;
}

export interface TilingCheck {
  /** Largest difference of any output value, tiled against whole. */
  readonly largest: number;
  /** Share of pixels whose class is another. */
  readonly otherClass: number;
  readonly width: number;
  readonly height: number;
  readonly tiles: number;
}

/** Class of a plane or of one tile of it. */
export interface ImageClassRow {
  readonly scene: number;
  readonly z: number;
  readonly t: number;
  readonly rect: Rect;
  readonly className: string;
  readonly scores: readonly number[];
}

export interface AppInfo {
  readonly version: string;
  readonly threads: number;
  readonly host: 'electron' | 'server';
  readonly platform: string;
}

export type Preferences = Readonly<z.output<typeof s.preferences>>;

export interface RecentProject {
  readonly path: string;
  readonly name: string;
  readonly opened: string;
  readonly exists: boolean;
}

export interface FileListing {
  readonly folder: string;
  readonly parent: string | null;
  readonly entries: readonly {
    readonly name: string;
    readonly path: string;
    /** False for an OME-Zarr too: it is chosen like a file. */
    readonly folder: boolean;
    /** True for a folder that is an image, an OME-Zarr, whatever its name ends in. */
    readonly image?: true;
    /** 0 for folders. */
    readonly bytes: number;
  }[];
}

/** Files that could be read became images; the others say why not. The good ones are kept either way. */
export interface AddedImages {
  readonly added: readonly ImageRecord[];
  readonly refused: readonly { readonly path: string; readonly message: string }[];
}

export interface ChannelRange {
  readonly min: number;
  readonly max: number;
  readonly low: number;
  readonly high: number;
  /** Counts of 256 equal bins from `min` to `max`. */
  readonly histogram: readonly number[];
}

/** RGBA, 8 bit, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

export interface ExportedImage {
  readonly path: string;
  /** Of the first scene. */
  readonly width: number;
  readonly height: number;
  readonly planes: number;
  readonly channels: number;
}

/** Labels that came in from files. */
export interface ImportedLabels {
  readonly change: DocumentChange;
  readonly planes: number;
  readonly classesAdded: number;
  /** Pixels of the import that have a class. */
  readonly labelled: number;
  /** Pixels to which two of the files give different classes, and pixels that some but not all of them label. */
  readonly disagreeing: number;
  readonly partly: number;
}

export interface LabelStatistics {
  readonly classes: readonly LabelClass[];
  readonly images: readonly {
    readonly imageId: string;
    readonly name: string;
    /** Labelled planes by scene, then t, then z; `counts` are pixels per class in the order of `classes`, `pixels` those of the plane. */
    readonly planes: readonly { readonly plane: PlaneIndex; readonly pixels: number; readonly counts: readonly number[] }[];
  }[];
}

/** What image functions have written. */
export interface FunctionResult {
  readonly path: string;
  /** Of the first scene. */
  readonly width: number;
  readonly height: number;
  readonly planes: number;
  readonly channels: number;
  readonly pixelType: PixelType;
  /** What the user should know of it, a sentence each. */
  readonly notes: readonly string[];
}

export interface PredictionTile {
  readonly width: number;
  readonly height: number;
  /** Most probable class + 1. */
  readonly labels: Uint8Array;
  /** Highest probability, percent 0…100; after a CRF 100, or the model's own, as asked for. */
  readonly confidence: Uint8Array;
  /** Probability of the class asked for, percent 0…100; after a CRF its marginal. */
  readonly probability: Uint8Array | null;
}

export interface SegmentationSummary {
  readonly modelId: string;
  readonly imageId: string;
  readonly planes: number;
  /** Over all planes. [class][percent 0…100]: pixels of that class with that confidence; from it fractions at any threshold follow. */
  readonly confidenceHistogram: readonly (readonly number[])[];
}

export interface LabelHint {
  readonly imageId: string;
  readonly plane: PlaneIndex;
  readonly x: number;
  readonly y: number;
  /** 1 = as uncertain as can be. */
  readonly uncertainty: number;
  /** 0 = like what is labelled already … 1; always 1 for a network. */
  readonly novelty: number;
  /** uncertainty × novelty. */
  readonly gain: number;
}

/** Edge of a view tile in pixels of its level. */
export const VIEW_TILE = 256;

export type Contract = typeof contract;
export type Method = keyof Contract;
export type Input<M extends Method> = z.input<Contract[M]['input']>;
export type Output<M extends Method> = Contract[M] extends CallSpec<z.ZodType, infer Out, unknown> ? Out : never;

/** What the host tells the window unasked. */
export interface Events {
  'document.changed': DocumentChange;
  'images.changed': readonly ImageRecord[];
  'classes.changed': readonly LabelClass[];
  'training.changed': TrainingSettings;
  'models.changed': readonly ClassifierInfo[];
  'networks.changed': readonly NetworkInfo[];
  'project.changed': ProjectInfo | null;
}

export type { ChannelDisplay };
