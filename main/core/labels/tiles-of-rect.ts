import type { Rect } from '../model/image.ts';
import { LABEL_TILE } from '../model/label.ts';

/** Columns and rows of the label tiles that a rectangle touches, row by row. */
export function tilesOfRect({ x, y, width, height }: Rect): { column: number; row: number }[] {
  const tiles: { column: number; row: number }[] = [];
  if (width <= 0 || height <= 0) return tiles;
  const lastColumn = Math.floor((x + width - 1) / LABEL_TILE);
  const lastRow = Math.floor((y + height - 1) / LABEL_TILE);
  for (let row = Math.floor(y / LABEL_TILE); row <= lastRow; row++) {
    for (let column = Math.floor(x / LABEL_TILE); column <= lastColumn; column++) tiles.push({ column, row });
  }
  return tiles;
}
