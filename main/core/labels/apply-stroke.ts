import { LABEL_TILE, type LabelStroke } from '../model/label.ts';
import { maskBit, maskRowBytes } from './bit-mask.ts';

/**
 * Writes the part of a stroke that falls into one label tile. `tile` holds LABEL_TILE² class values row by row; `difference`
 * (same size) receives old XOR new. Pixels at or beyond `imageWidth`, `imageHeight` stay 0. Returns how many pixels changed.
 */
export function applyStroke(
  tile: Uint8Array,
  difference: Uint8Array,
  place: { readonly column: number; readonly row: number },
  stroke: LabelStroke,
  image: { readonly width: number; readonly height: number },
): number {
  const { box, mask, value, onlyOver } = stroke;
  const allowed = onlyOver === null ? null : new Set(onlyOver);
  const rowBytes = maskRowBytes(box.width);
  const left = place.column * LABEL_TILE;
  const top = place.row * LABEL_TILE;
  const fromX = Math.max(box.x, left);
  const toX = Math.min(box.x + box.width, left + LABEL_TILE, image.width);
  const fromY = Math.max(box.y, top);
  const toY = Math.min(box.y + box.height, top + LABEL_TILE, image.height);
  let changed = 0;
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      if (!maskBit(mask, rowBytes, x - box.x, y - box.y)) continue;
      const at = (y - top) * LABEL_TILE + (x - left);
      const old = tile[at]!;
      if (old === value || (allowed !== null && !allowed.has(old))) continue;
      tile[at] = value;
      difference[at] = old ^ value;
      changed++;
    }
  }
  return changed;
}
