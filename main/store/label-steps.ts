import { applyStroke } from '#core/labels/apply-stroke.ts';
import { tilesOfRect } from '#core/labels/tiles-of-rect.ts';
import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { LABEL_TILE, type LabelStroke } from '#core/model/label.ts';
import type { HistoryChange } from './history-change.ts';
import { type LabelRepository, TILE_PIXELS, type TilePlace } from './label-repository.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

type LabelStep = Extract<HistoryChange, { kind: 'labels' }>;

/** The changes of one stroke, tile by tile; what lies outside the image is left out. */
export function strokeChanges(
  labels: LabelRepository,
  imageId: string,
  plane: PlaneIndex,
  stroke: LabelStroke,
  image: Size,
): LabelStep[] {
  const changes: LabelStep[] = [];
  for (const { column, row } of tilesOfRect(inside(stroke.box, image))) {
    const place: TilePlace = { imageId, plane, column, row };
    const difference = new Uint8Array(TILE_PIXELS);
    const tile = labels.tile(place) ?? new Uint8Array(TILE_PIXELS);
    if (applyStroke(tile, difference, place, stroke, image) > 0) changes.push({ kind: 'labels', place, difference });
  }
  return changes;
}

/** The changes of a whole label image, shape (height, width); its zeros leave what is there. */
export function importChanges(
  labels: LabelRepository,
  imageId: string,
  plane: PlaneIndex,
  values: Uint8Array,
  image: Size,
): LabelStep[] {
  const changes: LabelStep[] = [];
  for (const { column, row } of tilesOfRect({ x: 0, y: 0, ...image })) {
    const place: TilePlace = { imageId, plane, column, row };
    const tile = labels.tile(place) ?? new Uint8Array(TILE_PIXELS);
    const difference = new Uint8Array(TILE_PIXELS);
    let any = 0;
    const rows = Math.min(LABEL_TILE, image.height - row * LABEL_TILE);
    const columns = Math.min(LABEL_TILE, image.width - column * LABEL_TILE);
    for (let y = 0; y < rows; y++) {
      const from = (row * LABEL_TILE + y) * image.width + column * LABEL_TILE;
      for (let x = 0; x < columns; x++) {
        const value = values[from + x]!;
        if (value !== 0) any |= difference[y * LABEL_TILE + x] = value ^ tile[y * LABEL_TILE + x]!;
      }
    }
    if (any !== 0) changes.push({ kind: 'labels', place, difference });
  }
  return changes;
}

/** The changes that erase one class value on every image and plane. */
export function eraseChanges(labels: LabelRepository, value: number): LabelStep[] {
  const changes: LabelStep[] = [];
  for (const place of labels.allTiles()) {
    const tile = labels.tile(place)!;
    if (tile.includes(value)) {
      changes.push({ kind: 'labels', place, difference: tile.map((one) => (one === value ? value : 0)) });
    }
  }
  return changes;
}

function inside({ x, y, width, height }: Rect, image: Size): Rect {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  return { x: left, y: top, width: Math.min(x + width, image.width) - left, height: Math.min(y + height, image.height) - top };
}
