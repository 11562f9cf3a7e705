import type { ChannelInfo, ImageInfo, PixelSizeUm, PixelType, PlaneIndex } from '../model/image.ts';
import { FIRST_PLANE } from '../model/image.ts';
import { sceneOf } from '../model/scene.ts';

/** What an image is between two functions, without its pixels. */
export interface Layout {
  /** For messages. */
  readonly name: string;
  /** At least one. */
  readonly scenes: readonly { readonly name: string; readonly width: number; readonly height: number; readonly well?: string }[];
  readonly sizeZ: number;
  readonly sizeT: number;
  readonly channels: readonly ChannelInfo[];
  readonly rgb: boolean;
  readonly pixelType: PixelType;
  readonly pixelSizeUm: PixelSizeUm;
  readonly timeStepS?: number;
}

export function layoutOf(name: string, info: ImageInfo): Layout {
  return {
    name,
    scenes: Array.from({ length: info.sizeScene }, (_, scene) => {
      const { name: sceneName, width, height, well } = sceneOf(info, scene);
      return { name: sceneName, width, height, ...(well !== undefined && { well }) };
    }),
    sizeZ: info.sizeZ,
    sizeT: info.sizeT,
    channels: info.channels,
    rgb: info.rgb,
    pixelType: info.pixelType,
    pixelSizeUm: info.pixelSizeUm,
    ...(info.timeStepS !== undefined && { timeStepS: info.timeStepS }),
  };
}

const isSinglePlane = ({ scenes, sizeZ, sizeT }: Layout): boolean => scenes.length * sizeZ * sizeT === 1;

/**
 * True where a second image lies over a first: it has its scenes, Z planes, time points and sizes, or it is a single plane of the
 * size of all of them, which then lies over each.
 */
export function liesOver(second: Layout, first: Layout): boolean {
  const single = isSinglePlane(second);
  const stack = second.scenes.length === first.scenes.length && second.sizeZ === first.sizeZ && second.sizeT === first.sizeT;
  if (!single && !stack) return false;
  return first.scenes.every(({ width, height }, i) => {
    const other = second.scenes[single ? 0 : i]!;
    return other.width === width && other.height === height;
  });
}

/** The plane of a second image that lies over a plane of a first. */
export function planeOver(second: Layout, plane: PlaneIndex): PlaneIndex {
  return isSinglePlane(second) ? FIRST_PLANE : plane;
}
