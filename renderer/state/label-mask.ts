import { LABEL_TILE, type LabelStroke } from '#core/model/label.ts';
import type { SpanSink } from './rasterise-span.ts';

/** Bytes of one row of a tile's bits. */
export const TILE_ROW_BYTES = LABEL_TILE / 8;

export interface MaskTile {
  readonly column: number;
  readonly row: number;
  /** LABEL_TILE rows of TILE_ROW_BYTES bytes, least significant bit first. */
  readonly bits: Uint8Array;
}

/**
 * Pixels of a stroke while it is being drawn: one bit per pixel, kept in label tiles, so that a long thin stroke over a large
 * image stays small.
 */
export interface LabelMask {
  /** Adds pixels; what lies outside the image is left out. */
  readonly span: SpanSink;
  readonly tiles: ReadonlyMap<string, MaskTile>;
  /** The tiles changed since it was last asked. */
  takeTouched(): MaskTile[];
  /**
   * The stroke in the form in which it is saved, null when no pixel is set. Its box starts at a multiple of eight, so that
   * rows are whole bytes of the tiles' rows.
   */
  toStroke(value: number, onlyOver: readonly number[] | null): LabelStroke | null;
}

export const labelTileKey = (column: number, row: number): string => `${column}/${row}`;

export function createLabelMask(width: number, height: number): LabelMask {
  const tiles = new Map<string, MaskTile>();
  const touched = new Set<MaskTile>();
  let left = width;
  let top = height;
  let right = 0;
  let bottom = 0;

  const tileAt = (column: number, row: number): MaskTile => {
    const key = labelTileKey(column, row);
    let tile = tiles.get(key);
    if (!tile) {
      tile = { column, row, bits: new Uint8Array(TILE_ROW_BYTES * LABEL_TILE) };
      tiles.set(key, tile);
    }
    touched.add(tile);
    return tile;
  };

  const span: SpanSink = (y, from, to) => {
    const x0 = Math.max(0, from);
    const x1 = Math.min(width, to);
    if (y < 0 || y >= height || x0 >= x1) return;
    left = Math.min(left, x0);
    right = Math.max(right, x1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
    const row = Math.floor(y / LABEL_TILE);
    const rowStart = (y - row * LABEL_TILE) * TILE_ROW_BYTES;
    for (let column = Math.floor(x0 / LABEL_TILE); column * LABEL_TILE < x1; column++) {
      const origin = column * LABEL_TILE;
      setBits(tileAt(column, row).bits, rowStart, Math.max(x0 - origin, 0), Math.min(x1 - origin, LABEL_TILE));
    }
  };

  return {
    span,
    tiles,
    takeTouched: () => {
      const list = [...touched];
      touched.clear();
      return list;
    },
    toStroke: (value, onlyOver) => {
      if (left >= right) return null;
      const x = left - (left % 8);
      const box = { x, y: top, width: right - x, height: bottom - top };
      const rowBytes = Math.ceil(box.width / 8);
      const mask = new Uint8Array(rowBytes * box.height);
      for (const tile of tiles.values()) copyBits(tile, box, mask, rowBytes);
      return { box, mask, value, onlyOver };
    },
  };
}

/** Sets bits x0 … x1 - 1 of the row that starts at byte `start`. */
function setBits(bits: Uint8Array, start: number, x0: number, x1: number): void {
  const first = start + (x0 >> 3);
  const last = start + ((x1 - 1) >> 3);
  const head = (0xff << (x0 & 7)) & 0xff;
  const tail = 0xff >> (7 - ((x1 - 1) & 7));
  if (first === last) {
    bits[first] |= head & tail;
    return;
  }
  bits[first] |= head;
  bits.fill(0xff, first + 1, last);
  bits[last] |= tail;
}

function copyBits(tile: MaskTile, box: LabelStroke['box'], mask: Uint8Array, rowBytes: number): void {
  const tileX = tile.column * LABEL_TILE;
  const tileY = tile.row * LABEL_TILE;
  const firstByte = Math.max(0, (box.x - tileX) / 8);
  const lastByte = Math.min(TILE_ROW_BYTES, firstByte + rowBytes, Math.ceil((box.x + box.width - tileX) / 8));
  if (firstByte >= lastByte) return;
  const target = (tileX - box.x) / 8 + firstByte;
  const y0 = Math.max(box.y, tileY);
  const y1 = Math.min(box.y + box.height, tileY + LABEL_TILE);
  for (let y = y0; y < y1; y++) {
    const from = (y - tileY) * TILE_ROW_BYTES;
    mask.set(tile.bits.subarray(from + firstByte, from + lastByte), (y - box.y) * rowBytes + target);
  }
}
