import { LABEL_TILE, type LabelStroke } from '#core/model/label.ts';
import { type MaskTile, TILE_ROW_BYTES } from './label-mask.ts';

/** For each of the 256 values whether it may be overwritten; null where all may. */
export type Overwritable = Uint8Array | null;

export function overwritable(onlyOver: readonly number[] | null): Overwritable {
  if (onlyOver === null) return null;
  const table = new Uint8Array(256);
  for (const value of onlyOver) table[value] = 1;
  return table;
}

/** Writes a stroke into the LABEL_TILE² values of one tile, as the host does. */
export function applyStroke(values: Uint8Array, column: number, row: number, stroke: LabelStroke, over: Overwritable): void {
  const { box, mask, value } = stroke;
  const rowBytes = Math.ceil(box.width / 8);
  const originX = column * LABEL_TILE;
  const originY = row * LABEL_TILE;
  const x0 = Math.max(box.x, originX);
  const x1 = Math.min(box.x + box.width, originX + LABEL_TILE);
  const y0 = Math.max(box.y, originY);
  const y1 = Math.min(box.y + box.height, originY + LABEL_TILE);
  for (let y = y0; y < y1; y++) {
    const maskRow = (y - box.y) * rowBytes;
    const valueRow = (y - originY) * LABEL_TILE - originX;
    for (let x = x0; x < x1; x++) {
      const bit = x - box.x;
      if ((mask[maskRow + (bit >> 3)] & (1 << (bit & 7))) === 0) continue;
      const at = valueRow + x;
      if (over === null || over[values[at]] === 1) values[at] = value;
    }
  }
}

/** Writes the bits of a mask tile into the values of the same tile. */
export function applyMaskTile(values: Uint8Array, { bits }: MaskTile, value: number, over: Overwritable): void {
  for (let byte = 0; byte < TILE_ROW_BYTES * LABEL_TILE; byte++) {
    const eight = bits[byte];
    if (eight === 0) continue;
    for (let bit = 0; bit < 8; bit++) {
      if ((eight & (1 << bit)) === 0) continue;
      const at = byte * 8 + bit;
      if (over === null || over[values[at]] === 1) values[at] = value;
    }
  }
}
