import type { Rect } from '../model/image.ts';
import type { TileExtent } from '../model/network.ts';
import { type AxisTile, planAxis, tilesOver } from '../tiling/plan-axis.ts';

/** The tiles of a network over a plane (or a stack, for networks that see several planes at once). */
export interface NetworkPlan {
  readonly tile: TileExtent;
  readonly columns: readonly AxisTile[];
  readonly rows: readonly AxisTile[];
  /** One entry, `width` 1, for networks that see one plane at a time: the planes are gone through outside. */
  readonly layers: readonly AxisTile[];
}

/** Divides planes of `width` × `height`, `depth` of them, into tiles. Throws RangeError where the border leaves nothing of a tile. */
export function planNetwork(
  size: { readonly width: number; readonly height: number; readonly depth: number },
  tile: TileExtent,
  border: TileExtent,
): NetworkPlan {
  return {
    tile,
    columns: planAxis(size.width, tile.x, border.x),
    rows: planAxis(size.height, tile.y, border.y),
    layers: tile.z === null ? [{ start: 0, width: 1, before: 0, after: 0 }] : planAxis(size.depth, tile.z, border.z ?? 0),
  };
}

/** Indices of the tiles that hold any pixel of a rectangle, row by row. */
export function tilesOverRect({ columns, rows }: NetworkPlan, { x, y, width, height }: Rect): { column: number; row: number }[] {
  const across = tilesOver(columns, x, x + width);
  const down = tilesOver(rows, y, y + height);
  const places: { column: number; row: number }[] = [];
  for (let row = down.first; row <= down.last; row++) {
    for (let column = across.first; column <= across.last; column++) places.push({ column, row });
  }
  return places;
}

/** Samples of an axis to be read for a tile: those it sees, without what lies outside. */
export function samplesSeen({ start, before, width, after }: AxisTile, length: number): { from: number; count: number } {
  const from = Math.max(0, start - before);
  return { from, count: Math.min(length, start + width + after) - from };
}
