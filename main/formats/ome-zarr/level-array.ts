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
