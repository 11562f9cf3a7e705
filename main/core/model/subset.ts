import { GroveError } from './error.ts';
import type { ImageInfo, PlaneIndex, Rect } from './image.ts';

/** Places first … last of an axis, counted from 0, both included. */
export interface IndexRange {
  readonly first: number;
  readonly last: number;
}

/** Part of an image; an axis that is absent is taken whole. */
export interface Subset {
  readonly scene?: readonly IndexRange[];
  readonly z?: readonly IndexRange[];
  readonly t?: readonly IndexRange[];
  readonly channel?: readonly IndexRange[];
  readonly x?: IndexRange;
  readonly y?: IndexRange;
}

type Axis = keyof Subset;

const AXES: Readonly<Record<string, Axis>> = { S: 'scene', Z: 'z', T: 't', C: 'channel', X: 'x', Y: 'y' };

/** What each axis is called in messages. */
const NAMES: Readonly<Record<Axis, string>> = {
  scene: 'scenes',
  z: 'Z planes',
  t: 'time points',
  channel: 'channels',
  x: 'columns',
  y: 'rows',
};

const FORM = 'write it like Z(1-5)|T(3), with the axes S, Z, T, C, X and Y';

/**
 * Reads a subset as ZEN's users write it: parts joined by `|`, each an axis letter and, in brackets, numbers and ranges joined by
 * commas. S, Z, T and C count from 1, X and Y (pixels, one range each) from 0. A range may stay open at its end: `T(3-)`. Spaces
 * and the case of letters do not matter; an empty text is the whole image. Throws GroveError 'invalid-input'.
 */
export function parseSubset(text: string): Subset {
  const subset: { -readonly [K in Axis]?: IndexRange | IndexRange[] } = {};
  for (const part of text.split('|')) {
    if (part.trim() === '' && text.trim() === '') continue;
    const [, letter, content] = /^\s*([a-z])\s*\(([^()]*)\)\s*$/i.exec(part) ?? [];
    const axis = AXES[letter?.toUpperCase() ?? ''];
    if (axis === undefined || content === undefined) throw wrong(text, `"${part.trim()}" is not a part of a subset`);
    if (subset[axis] !== undefined) throw wrong(text, `${letter!.toUpperCase()} is given twice`);
    const pixels = axis === 'x' || axis === 'y';
    const ranges = content.split(',').map((range) => parseRange(text, range, pixels ? 0 : 1));
    if (pixels && ranges.length > 1) throw wrong(text, `${letter!.toUpperCase()} takes a single range`);
    subset[axis] = pixels ? ranges[0]! : ranges;
  }
  return subset as Subset;
}

function parseRange(text: string, range: string, base: number): IndexRange {
  const [, from, dash, to] = /^\s*(\d{1,9})\s*(?:(-)\s*(\d{1,9})?)?\s*$/.exec(range) ?? [];
  if (from === undefined) throw wrong(text, `"${range.trim()}" is neither a number nor a range`);
  const first = Number(from) - base;
  const last = dash === undefined ? first : to === undefined ? Number.POSITIVE_INFINITY : Number(to) - base;
  if (first < 0) throw wrong(text, 'S, Z, T and C are counted from 1');
  if (last < first) throw wrong(text, `the range ${range.trim()} runs backwards`);
  return { first, last };
}

function wrong(text: string, why: string): GroveError {
  return new GroveError('invalid-input', `The subset "${text}" cannot be understood: ${why}; ${FORM}.`);
}

/** The text of a subset, such that reading it gives the same subset. */
export function formatSubset(subset: Subset): string {
  const parts: string[] = [];
  for (const [letter, axis] of Object.entries(AXES)) {
    const told = subset[axis];
    if (told === undefined) continue;
    const base = axis === 'x' || axis === 'y' ? 0 : 1;
    const ranges = 'first' in told ? [told] : told;
    parts.push(`${letter}(${ranges.map((range) => formatRange(range, base)).join(',')})`);
  }
  return parts.join('|');
}

function formatRange({ first, last }: IndexRange, base: number): string {
  if (last === first) return String(first + base);
  return `${first + base}-${Number.isFinite(last) ? last + base : ''}`;
}

/** Planes and channels of a subset of an image, and the part of each plane. */
export interface SelectedPlanes {
  /** In ascending order, each once. */
  readonly scenes: readonly number[];
  readonly z: readonly number[];
  readonly t: readonly number[];
  readonly channels: readonly number[];
  /** Scene by scene, in each time point by time point, in each z by z. */
  readonly planes: readonly PlaneIndex[];
  /** The rectangle asked for, not yet cut to the size of a scene; null = the whole plane. */
  readonly within: Rect | null;
}

/**
 * What a subset selects from an image. Throws GroveError 'invalid-input' where the image has no such place; `name` is the image's
 * name for the message.
 */
export function selectPlanes(
  name: string,
  info: Pick<ImageInfo, 'sizeScene' | 'sizeZ' | 'sizeT' | 'channels'>,
  subset: Subset,
): SelectedPlanes {
  const scenes = placesOf(name, 'scene', info.sizeScene, subset.scene);
  const z = placesOf(name, 'z', info.sizeZ, subset.z);
  const t = placesOf(name, 't', info.sizeT, subset.t);
  const channels = placesOf(name, 'channel', info.channels.length, subset.channel);
  const planes = scenes.flatMap((scene) => t.flatMap((time) => z.map((depth) => ({ scene, z: depth, t: time }))));
  return { scenes, z, t, channels, planes, within: rectOf(subset) };
}

function placesOf(name: string, axis: 'scene' | 'z' | 't' | 'channel', size: number, ranges?: readonly IndexRange[]): number[] {
  if (ranges === undefined) return Array.from({ length: size }, (_, i) => i);
  const places = new Set<number>();
  for (const { first, last } of ranges) {
    const end = Number.isFinite(last) ? last : size - 1;
    if (first >= size || end >= size) {
      const asked = first >= size ? first + 1 : end + 1;
      const message = `${name} has ${size} ${NAMES[axis]}, so number ${asked} of the subset is not there; choose from 1 to ${size}.`;
      throw new GroveError('invalid-input', message);
    }
    for (let i = first; i <= end; i++) places.add(i);
  }
  return [...places].sort((a, b) => a - b);
}

const FARTHEST = 2 ** 31 - 1;

function rectOf({ x, y }: Subset): Rect | null {
  if (x === undefined && y === undefined) return null;
  const across = x ?? { first: 0, last: FARTHEST };
  const down = y ?? { first: 0, last: FARTHEST };
  const extent = ({ first, last }: IndexRange): number => Math.min(last, FARTHEST) - first + 1;
  return { x: across.first, y: down.first, width: extent(across), height: extent(down) };
}
