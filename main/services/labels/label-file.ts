import { basename } from 'node:path';
import { classNumbers } from '#core/labels/class-numbers.ts';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE, type ImageInfo, type PlaneIndex, type Rect } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { selectPlanes } from '#core/model/subset.ts';
import type { ImageSources, KnownImage } from '../images/image-sources.ts';
import type { ComputePool, RunOptions } from '../ports.ts';

export interface LabelReading {
  readonly pool: ComputePool;
  readonly sources: ImageSources;
}

/** A label image: one channel of whole numbers, 0 = unlabelled, k = class k. */
export interface LabelFile extends KnownImage {
  readonly name: string;
}

/** An image that labels belong to. */
export interface LabelledImage {
  readonly name: string;
  readonly info: ImageInfo;
}

/** A plane of a label image, and the plane of the image that it labels. */
export interface LabelPlane {
  readonly from: PlaneIndex;
  readonly of: PlaneIndex;
}

/**
 * Opens a label image. Of an OME-Zarr with label images beside its pixels the only one is taken. Throws 'unsupported' for colour
 * and for pixels that are no whole numbers, 'invalid-input' where several label images lie in it, and what opening throws.
 */
export async function openLabelFile(path: string, { pool }: LabelReading, options: RunOptions = {}): Promise<LabelFile> {
  const beside = await pool.run('image.labels', { path }, options);
  const [only = path, ...more] = beside;
  if (more.length > 0) {
    const names = beside.map((one) => basename(one)).join(', ');
    const message = `${basename(path)} has the label images ${names}; choose one of them, such as ${only}.`;
    throw new GroveError('invalid-input', message, { file: path });
  }
  const info = await pool.run('image.open', { path: only }, options);
  const name = basename(only);
  if (info.channels.length > 1 || info.pixelType.startsWith('float')) {
    const kind = info.rgb || info.channels.length > 1 ? 'is a colour image' : `has ${info.pixelType} pixels`;
    const message = `${name} ${kind}; labels must be a grey image of 8 or 16 bits, 0 = unlabelled, k = class k.`;
    throw new GroveError('unsupported', message, { file: only });
  }
  const { hash } = await pool.run('image.hash', { path: only }, options);
  return { path: only, name, contentHash: hash, info };
}

const countPlanes = ({ sizeScene, sizeZ, sizeT }: ImageInfo): number => sizeScene * sizeZ * sizeT;

/**
 * Which planes of an image a label image labels: one with the same scenes, Z planes and time points all of them, one with a single
 * plane `plane`. Throws 'mismatch', naming both, where the planes or the sizes of a plane do not fit.
 */
export function planesOfLabels(file: LabelFile, image: LabelledImage, plane: PlaneIndex): LabelPlane[] {
  const single = countPlanes(file.info) === 1;
  const planes = single ? [{ from: FIRST_PLANE, of: plane }] : samePlanes(file, image).map((of) => ({ from: of, of }));
  for (const { from, of } of planes) checkSize(file, from, image, of);
  return planes;
}

function samePlanes({ name, path, info }: LabelFile, image: LabelledImage): readonly PlaneIndex[] {
  const { sizeScene, sizeZ, sizeT } = image.info;
  if (info.sizeScene === sizeScene && info.sizeZ === sizeZ && info.sizeT === sizeT)
    return selectPlanes(image.name, image.info, {}).planes;
  const stack = (one: ImageInfo): string => `${one.sizeScene} scenes, ${one.sizeZ} Z planes and ${one.sizeT} time points`;
  const message = `${name} has ${stack(info)} but ${image.name} has ${stack(image.info)}; give labels of one plane, or of all of them.`;
  throw new GroveError('mismatch', message, { file: path });
}

function checkSize({ name, path, info }: LabelFile, from: PlaneIndex, image: LabelledImage, of: PlaneIndex): void {
  const own = sceneOf(info, from.scene);
  const { width, height } = sceneOf(image.info, of.scene);
  if (own.width === width && own.height === height) return;
  const message = `${name} is ${own.width} × ${own.height} pixels but ${image.name} is ${width} × ${height}; labels must have the size of their image.`;
  throw new GroveError('mismatch', message, { file: path });
}

/**
 * Class numbers of a rectangle, shape (height, width). Throws 'unsupported' where a sample is no class number, and what reading
 * throws.
 */
export async function readLabels(
  file: LabelFile,
  plane: PlaneIndex,
  rect: Rect,
  { pool, sources }: LabelReading,
  options: RunOptions = {},
): Promise<Uint8Array> {
  const source = await sources.of(file, options);
  const { data } = await pool.run('image.read', { source, request: { plane, level: 0, rect, channels: [0] } }, options);
  const { numbers, outside } = classNumbers(data);
  if (outside === null) return numbers;
  const message = `${file.name} holds the value ${outside}; labels are 0 = unlabelled and k = class k, up to class 255.`;
  throw new GroveError('unsupported', message, { file: file.path });
}

export function nothingLabelled({ name, path }: LabelFile): GroveError {
  return new GroveError('invalid-input', `${name} has no labelled pixel: all are 0.`, { file: path });
}
