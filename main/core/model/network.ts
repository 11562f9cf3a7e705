/** What a network answers, by the names of the .czann format. */
export const NETWORK_TASKS = [
  'SingleClassSemanticSegmentation',
  'MultiClassSemanticSegmentation',
  'SingleClassInstanceSegmentation',
  'MultiClassInstanceSegmentation',
  'SingleClassClassification',
  'MultiClassClassification',
  'ObjectDetection',
  'Regression',
] as const;

export type NetworkTask = (typeof NETWORK_TASKS)[number];

/** How an answer is used, whatever the task is called. */
export type NetworkUse = 'segmentation' | 'classification' | 'regression';

/** Null where Grove cannot run networks of the task. */
export function networkUse(task: NetworkTask): NetworkUse | null {
  switch (task) {
    case 'SingleClassSemanticSegmentation':
    case 'MultiClassSemanticSegmentation':
    case 'SingleClassInstanceSegmentation':
    case 'MultiClassInstanceSegmentation':
      return 'segmentation';
    case 'SingleClassClassification':
    case 'MultiClassClassification':
      return 'classification';
    case 'Regression':
      return 'regression';
    case 'ObjectDetection':
      return null;
  }
}

/** True where a pixel or image may have several classes at once: scores are independent, not a share of 1. */
export function manyClasses(task: NetworkTask): boolean {
  return task.startsWith('MultiClass');
}

/** Extent along the axes of a tile; `z` is null for networks that see one plane at a time. In pixels. */
export interface TileExtent {
  readonly z: number | null;
  readonly y: number;
  readonly x: number;
}

/** A class of a network; `k` counts from 0 along the last axis of the answer, label images hold k + 1. */
export interface NetworkClass {
  readonly name: string;
  /** 0xRRGGBB */
  readonly color: number;
  /** True where pixels of it are not objects. */
  readonly background: boolean;
}

/**
 * What the network is given of an integer image: 'unit' = value / (2^bits − 1) of the stored type, 'counts' = the value itself.
 * Float images pass as they are.
 */
export type InputValues = 'unit' | 'counts';

/** Something odd in a model file that does not keep it from running. */
export interface ModelWarning {
  readonly code: string;
  /** A sentence for the user. */
  readonly message: string;
}

/** Where a model file came from and what it says, before the user has chosen anything. */
export interface NetworkMetadata {
  /** Container it was read from. */
  readonly container: 'czann' | 'czmodel' | 'specification' | 'onnx';
  /** UUID; null where the file has none. */
  readonly id: string | null;
  /** Empty where the file has none. */
  readonly name: string;
  readonly description: string;
  /** Null for a bare network, which the user is asked about. */
  readonly task: NetworkTask | null;
  /** Size of the tiles the network sees; null where neither file nor network says. */
  readonly tile: TileExtent | null;
  readonly channels: number;
  /** Names of the image channels that it was trained on, in its order, where the file says. */
  readonly channelNames?: readonly string[];
  /** Answer for one tile: its extent, classes or output channels in `outputs`. */
  readonly answer: TileExtent | null;
  readonly outputs: number;
  /** Pixels per side whose answer is not used; null where the file does not say. */
  readonly border: TileExtent | null;
  readonly classes: readonly NetworkClass[];
  readonly values: InputValues;
  /** Extent of the pixels that it was trained on, in micrometres. */
  readonly pixelSizeUm: { readonly x: number; readonly y: number } | null;
  /** Texts of licence files in the container. */
  readonly licences: readonly { readonly name: string; readonly text: string }[];
  readonly warnings: readonly ModelWarning[];
}

/** Facts about the network itself, read from its graph. */
export interface NetworkGraph {
  readonly inputName: string;
  readonly outputName: string;
  /** Batch first; null where the network leaves an extent open. */
  readonly inputShape: readonly (number | null)[];
  readonly outputShape: readonly (number | null)[] | null;
  readonly opset: number;
  /** True where tiles are standardised as a whole, so that tiled and untiled answers differ. */
  readonly dependsOnTile: boolean;
  /** Pixels per side that an answer depends on, estimated from the convolutions; null where unknown. */
  readonly reach: number | null;
}

/** What computes a network: a kind of hardware through its interface, or the best there is. */
export type ProviderChoice = 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

/** A network of the library, as the user accepted it. */
export interface NetworkInfo {
  /** UUID of the model; the file's own where it has one. Together with `hash` it names the network. */
  readonly id: string;
  /** SHA-256 of the model file, in hex. */
  readonly hash: string;
  readonly name: string;
  readonly description: string;
  readonly container: NetworkMetadata['container'];
  /** Name of the file it was imported from. */
  readonly fileName: string;
  /** ISO 8601. */
  readonly imported: string;
  readonly task: NetworkTask;
  readonly tile: TileExtent;
  /** Pixels per side whose answer is not used. */
  readonly border: TileExtent;
  /** Output pixels per input pixel; 1 but for super-resolution. */
  readonly scale: { readonly x: number; readonly y: number };
  /**
   * Name of the image channel that each of the network's channels is fed with, as chosen at import; null where any single channel
   * (or the blue, green and red of a colour image) will do.
   */
  readonly channelNames: readonly string[] | null;
  readonly channels: number;
  readonly outputs: number;
  readonly classes: readonly NetworkClass[];
  readonly values: InputValues;
  /** Colour images are turned into one grey channel first. */
  readonly monochrome: boolean;
  readonly pixelSizeUm: { readonly x: number; readonly y: number } | null;
  readonly licences: NetworkMetadata['licences'];
  readonly warnings: readonly ModelWarning[];
  readonly opset: number;
  /** True where tiles are standardised as a whole: tiled and untiled answers differ. */
  readonly dependsOnTile: boolean;
  readonly provider: ProviderChoice;
  /** Images of another pixel size than `pixelSizeUm` are resampled to it before the network sees them. */
  readonly resample: boolean;
}

/** Names a network in the library and wherever one is chosen: two files with one id may differ. */
export function networkKey({ id, hash }: Pick<NetworkInfo, 'id' | 'hash'>): string {
  return `${id}-${hash.slice(0, 12)}`;
}
