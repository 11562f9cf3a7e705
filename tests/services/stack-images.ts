import type { ChannelInfo, PixelType, PlaneIndex } from '#core/model/image.ts';
import { allocatePixels } from '#core/model/image.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { resultFiles } from '../../main/formats/result-files.ts';

/** An image of several planes, drawn rather than measured, so that a test knows every pixel of it. */
export interface StackShape {
  readonly scenes: readonly { readonly name: string; readonly width: number; readonly height: number; readonly well?: string }[];
  readonly sizeZ: number;
  readonly sizeT: number;
  readonly channels: readonly ChannelInfo[];
  readonly pixelType?: PixelType;
  readonly rgb?: boolean;
}

/** Pixel size and time step of every stack. */
export const PIXEL_SIZE_UM = { x: 0.25, y: 0.5, z: 1.5 };
export const TIME_STEP_S = 30;

/** 2 inside discs, which lie elsewhere in each plane, 1 between them. */
export function truthAt({ scene, z, t }: PlaneIndex, x: number, y: number): 1 | 2 {
  const across = ((x + 7 * z + 13 * t + 5 * scene) % 48) - 24;
  const down = ((y + 11 * z + 3 * t + 17 * scene) % 48) - 24;
  return across * across + down * down < 196 ? 2 : 1;
}

/** Bright discs on a darker ground, both noisy, fainter in each further channel; fits 8 bits where `deep` is false. */
export function valueAt(plane: PlaneIndex, channel: number, x: number, y: number, deep = true): number {
  const noise = hash(plane.scene * 64 + plane.z * 8 + plane.t, channel, x, y) % 400;
  const level = (truthAt(plane, x, y) === 2 ? 2000 : 900) + noise - 100 * channel;
  return deep ? level : level >> 4;
}

function hash(...parts: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const part of parts) {
    state = Math.imul(state ^ part, 0x21f0aaad);
    state ^= state >>> 15;
    state = Math.imul(state, 0x735a2d97);
    state ^= state >>> 13;
  }
  return state >>> 0;
}

/** Planes in the order of a result file. */
export function planesOf({ scenes, sizeZ, sizeT }: StackShape): PlaneIndex[] {
  const planes: PlaneIndex[] = [];
  for (let scene = 0; scene < scenes.length; scene++) {
    for (let t = 0; t < sizeT; t++) for (let z = 0; z < sizeZ; z++) planes.push({ scene, z, t });
  }
  return planes;
}

/** Writes a stack as OME-TIFF, or as OME-Zarr where `path` ends so. `value` gives the samples, what `valueAt` draws when left out. */
export async function writeStack(
  path: string,
  shape: StackShape,
  value: (plane: PlaneIndex, channel: number, x: number, y: number) => number = (plane, channel, x, y) =>
    valueAt(plane, channel, x, y, shape.pixelType !== 'uint8'),
): Promise<void> {
  const { pixelType = 'uint16', channels } = shape;
  const image = {
    ...{ ...shape, path, pixelType, pixelSizeUm: PIXEL_SIZE_UM, coarsen: 'mean' as const, description: '' },
    ...(shape.sizeT > 1 && { timeStepS: TIME_STEP_S }),
  };
  const writer = await (path.endsWith('.zarr') ? resultFiles.omeZarr(image) : resultFiles.omeTiff(image));
  const edge = writer.tileEdge;
  for (const plane of planesOf(shape)) {
    const { width, height } = shape.scenes[plane.scene]!;
    for (let top = 0; top < height; top += edge) {
      for (let left = 0; left < width; left += edge) {
        const across = Math.min(edge, width - left);
        const down = Math.min(edge, height - top);
        const tile = allocatePixels(pixelType, channels.length * across * down);
        for (let i = 0; i < tile.length; i++) {
          const x = left + (i % across);
          const y = top + (Math.floor(i / across) % down);
          tile[i] = value(plane, Math.floor(i / (across * down)), x, y);
        }
        await writer.write(tile);
      }
    }
  }
  await writer.finish();
}

/** Labels of every 11th pixel of the planes that `labelled` picks, as an 8-bit grey stack of the same shape. */
export function writeLabels(path: string, shape: StackShape, labelled: (plane: PlaneIndex) => boolean): Promise<void> {
  const labels = { ...shape, channels: [{ name: 'Labels', color: null }], pixelType: 'uint8' as const };
  return writeStack(path, labels, (plane, _, x, y) => (labelled(plane) && (x + 3 * y) % 11 === 0 ? truthAt(plane, x, y) : 0));
}

/** Everything that a file holds: what it says of itself, and the pixels of each of its planes, channels one after another. */
export async function readStack(path: string) {
  const file = await openImage(path);
  try {
    const { info } = file;
    const channels = info.channels.map((_, i) => i);
    const planes: { plane: PlaneIndex; width: number; height: number; data: number[] }[] = [];
    for (let scene = 0; scene < info.sizeScene; scene++) {
      const { width, height } = info.scenes?.[scene] ?? info;
      for (let t = 0; t < info.sizeT; t++) {
        for (let z = 0; z < info.sizeZ; z++) {
          const plane = { scene, z, t };
          const { data } = await file.read({ plane, level: 0, rect: { x: 0, y: 0, width, height }, channels });
          planes.push({ plane, width, height, data: [...data] });
        }
      }
    }
    return { info, planes };
  } finally {
    await file.close();
  }
}
