import { GroveError } from '#core/model/error.ts';
import type { LevelInfo } from '#core/model/image.ts';
import { damaged, type NamedFile, tooLarge, unsupported } from '../reading/read-errors.ts';
import type { ArrayHeader } from './array-header.ts';
import { createChunkReader } from './chunk-reader.ts';
import { asList, member } from './json.ts';
import { hasTinyChunks, type LevelArray, levelArray } from './level-array.ts';
import { ALL_AXES, type Axis, type Dataset, type Multiscale, readMultiscale } from './multiscale.ts';
import { readArrayHeader } from './read-array-header.ts';
import { joinPath, type ZarrGroup } from './read-group.ts';
import type { ZarrStore } from './zarr-store.ts';

/** An image of a hierarchy with its resolutions. */
export interface SceneImage {
  readonly path: string;
  readonly multiscale: Multiscale;
  readonly axes: readonly Axis[];
  /** Finest first, at least one. */
  readonly arrays: readonly LevelArray[];
  readonly levels: readonly LevelInfo[];
  /** What was left out, a sentence each. */
  readonly notes: readonly string[];
}

const MOST_CHANNELS = 10_000;

/**
 * Reads the first entry of a group's `multiscales` with the metadata of its arrays. A coarser resolution that is missing, damaged or
 * of another shape is left out. Throws GroveError 'corrupt', 'unsupported', 'too-large', 'unreadable'.
 */
export async function readSceneImage(store: ZarrStore, path: string, group: ZarrGroup): Promise<SceneImage> {
  const entry: NamedFile = { path: store.path, name: path === '' ? store.name : `${store.name}/${path}` };
  const listed = asList(member(group.ome, 'multiscales'));
  const multiscale = readMultiscale(entry, listed[0]!);
  const [finest, ...coarser] = multiscale.datasets as readonly [Dataset, ...Dataset[]];
  const header = await readArrayHeader(store, joinPath(path, finest.path));
  if (header === undefined) throw damaged(entry, `its full resolution ${finest.path} is missing`);
  const axes = multiscale.axes ?? ALL_AXES.slice(-header.shape.length);
  const full = levelArray(createChunkReader(store, header), axes);
  if (full === null) throw axesDiffer(entry, header, axes);
  if (full.sizeC > MOST_CHANNELS) throw tooLarge(entry, `has ${full.sizeC} channels, more than Grove reads; check the file`);

  if (hasTinyChunks(full))
    throw unsupported(entry, 'has chunks of a few pixels only', 'write it anew with chunks of 64 × 64 or more');

  const notes: string[] = [];
  if (listed.length > 1) notes.push(`It has ${listed.length} images in one group; the first one is shown.`);
  const arrays = [full];
  const levels: LevelInfo[] = [{ width: full.width, height: full.height, downsample: 1 }];
  for (const dataset of coarser) {
    const array = await coarserArray(store, joinPath(path, dataset.path), axes);
    const downsample = array === null ? null : fittingDownsample(full, array, levels.at(-1)!, axes, finest, dataset);
    if (array === null || downsample === null) {
      notes.push(`Its resolution ${dataset.path} is missing, damaged or of another shape and is left out.`);
      continue;
    }
    arrays.push(array);
    levels.push({ width: array.width, height: array.height, downsample });
  }
  return { path, multiscale, axes, arrays, levels, notes };
}

async function coarserArray(store: ZarrStore, path: string, axes: readonly Axis[]): Promise<LevelArray | null> {
  try {
    const header = await readArrayHeader(store, path);
    const array = header === undefined ? null : levelArray(createChunkReader(store, header), axes);
    return array === null || hasTinyChunks(array) ? null : array;
  } catch (error) {
    if (error instanceof GroveError && error.kind !== 'unreadable') return null;
    throw error;
  }
}

/** How many pixels of the full resolution one of a coarser one spans; null where it is no coarser copy of the same image. */
function fittingDownsample(
  full: LevelArray,
  array: LevelArray,
  last: LevelInfo,
  axes: readonly Axis[],
  finest: Dataset,
  dataset: Dataset,
): number | null {
  const same = array.sizeC === full.sizeC && array.sizeT === full.sizeT && array.sizeZ <= full.sizeZ;
  const smaller =
    array.width <= last.width && array.height <= last.height && array.width * array.height < last.width * last.height;
  if (!same || array.reader.header.type !== full.reader.header.type || !smaller) return null;
  const fits = (scale: number): boolean =>
    Math.abs(full.width / scale - array.width) <= 1 && Math.abs(full.height / scale - array.height) <= 1;
  const x = axes.findIndex(({ role }) => role === 'x');
  const told = (dataset.scale?.[x] ?? Number.NaN) / (finest.scale?.[x] ?? Number.NaN);
  const whole = Math.round(told);
  if (Math.abs(told - whole) < 1e-6 * told && fits(whole)) return whole;
  if (told > 1 && fits(told)) return told;
  const scale = Math.max(full.width, full.height) / Math.max(array.width, array.height);
  if (fits(Math.round(scale))) return Math.round(scale);
  return fits(scale) ? scale : null;
}

function axesDiffer(entry: NamedFile, header: ArrayHeader, axes: readonly Axis[]): GroveError {
  if (header.shape.length !== axes.length) {
    return damaged(entry, `it names ${axes.length} axes, but ${header.path} has ${header.shape.length}`);
  }
  const extra = axes.findIndex(({ role }, i) => role === 'other' && header.shape[i] !== 1);
  const name = axes[extra]?.name.slice(0, 40) ?? '';
  return unsupported(entry, `has an axis "${name}" besides t, c, z, y and x`, 'write it anew with those axes');
}
