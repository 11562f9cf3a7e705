/** Numeric type of one sample as stored in the file; pixels stay in it until a kernel converts them to float32. */
export type PixelType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64';

export type PixelArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** A rectangle in pixels; `x`, `y` is its upper left corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One two-dimensional plane of an image, all channels together. All indices start at 0. */
export interface PlaneIndex {
  readonly scene: number;
  readonly z: number;
  readonly t: number;
}

export const FIRST_PLANE: PlaneIndex = { scene: 0, z: 0, t: 0 };

export function samePlane(a: PlaneIndex, b: PlaneIndex): boolean {
  return a.scene === b.scene && a.z === b.z && a.t === b.t;
}

export interface ChannelInfo {
  readonly name: string;
  /** Suggested display colour as 0xRRGGBB; null where the file has none. */
  readonly color: number | null;
  /** Dye, such as 'DAPI'. */
  readonly fluor?: string;
  readonly excitationNm?: number;
  readonly emissionNm?: number;
  /** Exposure in milliseconds. */
  readonly exposureMs?: number;
  /** Range of sample values that the file wants shown, and the gamma (1 = linear). */
  readonly display?: { readonly min: number; readonly max: number; readonly gamma: number };
}

/** One resolution of an image; level 0 is the full resolution, `downsample` says how many level-0 pixels one pixel spans. */
export interface LevelInfo {
  readonly width: number;
  readonly height: number;
  readonly downsample: number;
}

/** Physical size of a level-0 pixel in micrometres; an axis is null where the file does not say. */
export interface PixelSizeUm {
  readonly x: number | null;
  readonly y: number | null;
  readonly z: number | null;
}

/** One scene of an image: a field of view, a tissue section, a well, with a size of its own. */
export interface SceneInfo {
  /** As the file names it, else 'Scene 1', 'Scene 2', … */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Resolutions stored for this scene, finest first; at least one. */
  readonly levels: readonly LevelInfo[];
  /** Well of a multi-well plate, such as 'B3'. */
  readonly well?: string;
}

export interface ObjectiveInfo {
  readonly name?: string;
  readonly magnification?: number;
  readonly numericalAperture?: number;
  readonly immersion?: string;
}

/** What an image is, without its pixels. */
export interface ImageInfo {
  /** Reader that understood the file: 'tiff', 'ome-tiff', 'czi', 'ome-zarr', 'png', 'jpeg', … */
  readonly format: string;
  /** Of the first scene; see `sceneOf` for the others. */
  readonly width: number;
  readonly height: number;
  readonly sizeScene: number;
  readonly sizeZ: number;
  readonly sizeT: number;
  readonly channels: readonly ChannelInfo[];
  /** True where the channels are the red, green and blue of one colour image. */
  readonly rgb: boolean;
  /** Of all channels; where they differ in the file, the narrowest type that holds the values of all of them. */
  readonly pixelType: PixelType;
  readonly pixelSizeUm: PixelSizeUm;
  /** Resolutions stored for the first scene, finest first; at least one. */
  readonly levels: readonly LevelInfo[];
  /** One entry per scene; absent where all scenes have the size and levels of the first and no names. */
  readonly scenes?: readonly SceneInfo[];
  /** Edge of the file's own chunks, a hint for reading; the whole width and height where a region costs the whole plane. */
  readonly chunk: { readonly width: number; readonly height: number };
  /** Names of the compressions met, such as 'none', 'JPEG XR'. */
  readonly compression?: readonly string[];
  /** Seconds between time points. */
  readonly timeStepS?: number;
  /** Start of the acquisition, ISO 8601. */
  readonly acquired?: string;
  readonly objective?: ObjectiveInfo;
  /** Program that wrote the file. */
  readonly software?: string;
  /** What the reader left out or changed, a sentence each; absent where nothing. */
  readonly notes?: readonly string[];
}

/** A request for pixels. `rect` lies within the level it names. */
export interface RegionRequest {
  readonly plane: PlaneIndex;
  readonly level: number;
  readonly rect: Rect;
  /** Channels to read, in the order wanted. */
  readonly channels: readonly number[];
}

/** Pixels of a region: shape (channels, height, width), C order, in the image's own pixel type. */
export interface PixelBlock {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: PixelArray;
}

export const BYTES_PER_SAMPLE: Readonly<Record<PixelType, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  float64: 8,
};

/** A zero-filled array for `length` samples of the given type. */
export function allocatePixels(type: PixelType, length: number): PixelArray {
  switch (type) {
    case 'uint8':
      return new Uint8Array(length);
    case 'int8':
      return new Int8Array(length);
    case 'uint16':
      return new Uint16Array(length);
    case 'int16':
      return new Int16Array(length);
    case 'uint32':
      return new Uint32Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'float32':
      return new Float32Array(length);
    case 'float64':
      return new Float64Array(length);
  }
}

/** How one channel is shown. `min` and `max` are in sample values; `gamma` 1 is linear. */
export interface ChannelDisplay {
  readonly color: number;
  readonly visible: boolean;
  readonly min: number;
  readonly max: number;
  readonly gamma: number;
}
