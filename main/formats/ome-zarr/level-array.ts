import type { ArrayHeader } from './array-header.ts';
import type { ChunkReader } from './chunk-reader.ts';
import type { Axis, AxisRole } from './multiscale.ts';

/** The array of one resolution, and which of its axes is which. */
export interface LevelArray {
  readonly reader: ChunkReader;
  readonly width: number;
  readonly height: number;
  readonly sizeZ: number;
  readonly sizeT: number;
  readonly sizeC: number;
  /** Number of each axis in the array's shape; undefined where it has none. */
  readonly axes: Readonly<Partial<Record<AxisRole, number>>>;
}

/** Part of a plane that is read at once, and the most chunks that it may consist of. */
const TILE = 512;
const MOST_CHUNKS = 2 ** 14;

/** True where the chunks are so small that a part of a plane takes more of them than can be read in reasonable time. */
export function hasTinyChunks({ reader, axes, width, height }: LevelArray): boolean {
  const { chunks } = reader.header;
  const count = Math.ceil(Math.min(TILE, width) / chunks[axes.x!]!) * Math.ceil(Math.min(TILE, height) / chunks[axes.y!]!);
  return count > MOST_CHUNKS;
}

/** Gives the axes of an array their parts. Null where the number of axes differs; axes of no part must have length 1. */
export function levelArray(reader: ChunkReader, axes: readonly Axis[]): LevelArray | null {
  const { shape }: ArrayHeader = reader.header;
  if (shape.length !== axes.length) return null;
  const places: Partial<Record<AxisRole, number>> = {};
  for (const [i, { role }] of axes.entries()) {
    if (role === 'other' && shape[i] !== 1) return null;
    if (role !== 'other') places[role] = i;
  }
  const size = (role: AxisRole): number => {
    const place = places[role];
    return place === undefined ? 1 : shape[place]!;
  };
  return {
    ...{ reader, axes: places, width: size('x'), height: size('y') },
    ...{ sizeZ: size('z'), sizeT: size('t'), sizeC: size('c') },
  };
}
