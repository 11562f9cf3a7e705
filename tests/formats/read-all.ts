import { createHash } from 'node:crypto';
import type { ImageInfo, PixelArray, PixelBlock, PlaneIndex } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { ImageFile } from '../../main/services/ports.ts';

/** All planes of an image, in the order scene, t, z. */
export function allPlanes({ sizeScene, sizeZ, sizeT }: ImageInfo): PlaneIndex[] {
  const planes: PlaneIndex[] = [];
  for (let scene = 0; scene < sizeScene; scene++) {
    for (let t = 0; t < sizeT; t++) for (let z = 0; z < sizeZ; z++) planes.push({ scene, z, t });
  }
  return planes;
}

/** A whole plane at a level, all channels. */
export function readWhole(file: ImageFile, plane: PlaneIndex = { scene: 0, z: 0, t: 0 }, level = 0): Promise<PixelBlock> {
  const { width, height } = sceneOf(file.info, plane.scene).levels[level]!;
  const channels = file.info.channels.map((_, i) => i);
  return file.read({ plane, level, rect: { x: 0, y: 0, width, height }, channels });
}

export function bytesOf(pixels: PixelArray): Uint8Array {
  return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
}

/** Channels side by side in each pixel, as most programs keep colour: shape (height, width, channels). */
export function interleaved({ width, height, channels, data }: PixelBlock): PixelArray {
  const area = width * height;
  return data.map((_: number, i: number) => data[(i % channels) * area + Math.floor(i / channels)]!) as PixelArray;
}

export function sha256(parts: readonly PixelArray[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(bytesOf(part));
  return hash.digest('hex');
}
