import { applyStroke } from '#core/labels/apply-stroke.ts';
import { tilesOfRect } from '#core/labels/tiles-of-rect.ts';
import type { PlaneIndex, Rect } from '#core/model/image.ts';
import type { LabelStroke } from '#core/model/label.ts';
import type { LabelImport } from '../services/ports.ts';
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

/**
 * The changes of imported labels. `values` turns class numbers into class values. Where labels are merged, zeros leave what is
 * there; where they are replaced, planes that are named lose what is not in the import.
 */
export function* importChanges(
  labels: LabelRepository,
  imageId: string,
  { planes, tiles, mode }: LabelImport,
  values: readonly number[],
): Generator<LabelStep> {
  const replaced = new Set<string>();
  for (const { plane, column, row, classes } of tiles) {
    const place: TilePlace = { imageId, plane, column, row };
    replaced.add(keyOf(place));
    const tile = labels.tile(place) ?? new Uint8Array(TILE_PIXELS);
    const difference = new Uint8Array(TILE_PIXELS);
    let any = 0;
    for (let i = 0; i < TILE_PIXELS; i++) {
      const value = values[classes[i]!]!;
      if (value !== 0 || mode === 'replace') any |= difference[i] = value ^ tile[i]!;
    }
    if (any !== 0) yield { kind: 'labels', place, difference };
  }
  if (mode === 'merge') return;
  const named = new Set(planes.map(planeKey));
  for (const place of labels.tilesOf(imageId)) {
    const at = { imageId, ...place };
    if (named.has(planeKey(place.plane)) && !replaced.has(keyOf(at))) {
      yield { kind: 'labels', place: at, difference: labels.tile(at)! };
    }
  }
}

const planeKey = ({ scene, z, t }: PlaneIndex): string => `${scene}/${z}/${t}`;
const keyOf = ({ plane, column, row }: TilePlace): string => `${planeKey(plane)}/${column}/${row}`;

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
