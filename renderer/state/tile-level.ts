import { VIEW_TILE } from '#contract/contract.ts';
import type { LevelInfo } from '#core/model/image.ts';
import type { Box } from './camera.ts';

export interface TileAddress {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

/** Columns and rows from the first to the one after the last. */
export interface TileRange {
  readonly column0: number;
  readonly column1: number;
  readonly row0: number;
  readonly row1: number;
}

/** The coarsest level whose pixels are drawn no larger than one screen pixel; level 0 when even its pixels are larger. */
export function levelForZoom(levels: readonly LevelInfo[], zoom: number): number {
  let chosen = 0;
  levels.forEach((level, index) => {
    if (level.downsample * zoom <= 1 + 1e-9 && level.downsample > levels[chosen].downsample) chosen = index;
  });
  return chosen;
}

export function tileCounts(level: LevelInfo): { columns: number; rows: number } {
  return { columns: Math.ceil(level.width / VIEW_TILE), rows: Math.ceil(level.height / VIEW_TILE) };
}

/** Tiles of a level that touch a box of level-0 pixels, widened by `ring` tiles on each side, kept inside the level. */
export function tilesIn(levels: readonly LevelInfo[], level: number, box: Box, ring = 0): TileRange {
  const info = levels[level];
  const { columns, rows } = tileCounts(info);
  const span = VIEW_TILE * info.downsample;
  const clamp = (value: number, count: number): number => Math.min(count, Math.max(0, value));
  if (box.x1 <= box.x0 || box.y1 <= box.y0) return { column0: 0, column1: 0, row0: 0, row1: 0 };
  return {
    // The last tile reaches to the edge of the image, also where the level was rounded down.
    column0: clamp(Math.min(columns - 1, Math.floor(box.x0 / span)) - ring, columns),
    column1: clamp(Math.ceil(box.x1 / span) + ring, columns),
    row0: clamp(Math.min(rows - 1, Math.floor(box.y0 / span)) - ring, rows),
    row1: clamp(Math.ceil(box.y1 / span) + ring, rows),
  };
}

/** The level-0 pixels a tile stands for. Tiles of the last column and row end with the image. */
export function tileBox(levels: readonly LevelInfo[], { level, column, row }: TileAddress): Box {
  const info = levels[level];
  const { columns, rows } = tileCounts(info);
  const span = VIEW_TILE * info.downsample;
  return {
    x0: column * span,
    y0: row * span,
    x1: column === columns - 1 ? levels[0].width : (column + 1) * span,
    y1: row === rows - 1 ? levels[0].height : (row + 1) * span,
  };
}

export function intersect(a: Box, b: Box): Box {
  return { x0: Math.max(a.x0, b.x0), y0: Math.max(a.y0, b.y0), x1: Math.min(a.x1, b.x1), y1: Math.min(a.y1, b.y1) };
}

export const isEmpty = (box: Box): boolean => box.x1 <= box.x0 || box.y1 <= box.y0;
