import type { LevelInfo } from '#core/model/image.ts';
import { ANY, AXES, type Axis, factorOf, type SubBlock } from './sub-block.ts';

/** A sub-block with its place at its level, in pixels of the level from the scene's upper left. */
export interface Tile {
  readonly block: SubBlock;
  readonly x: number;
  readonly y: number;
}

/** One scene: the tiles of each level, finest first. */
export interface Scene {
  /** Places on the axes that make the scene: S and, where there are several, H, R, I, V, B. */
  readonly places: Readonly<Partial<Record<Axis, number>>>;
  readonly levels: readonly (LevelInfo & { readonly tiles: readonly Tile[] })[];
}

/** Axes besides S whose every place is a picture of its own. */
const FURTHER: readonly Axis[] = ['H', 'R', 'I', 'V', 'B'];

const at = (block: SubBlock, axis: Axis): number => block.at[AXES.indexOf(axis)]!;

/** The places that occur on an axis, ascending; none where no sub-block names it. */
export function placesOn(blocks: readonly SubBlock[], axis: Axis): number[] {
  const places = new Set<number>();
  for (const block of blocks) {
    const place = at(block, axis);
    if (place !== ANY) places.add(place);
  }
  return [...places].sort((a, b) => a - b);
}

/** True where a sub-block belongs to a place: a place that it does not name fits. */
export function isAt(block: SubBlock, axis: Axis, place: number): boolean {
  const own = at(block, axis);
  return own === ANY || own === place;
}

/**
 * Sorts sub-blocks into scenes and levels. Scenes have their own bounding box, of their tiles at full resolution: a box around all
 * of them could be mostly empty. Every combination of the further axes that occurs is a scene of its own.
 */
export function arrangeScenes(blocks: readonly SubBlock[]): Scene[] {
  const varying = FURTHER.filter((axis) => placesOn(blocks, axis).length > 1);
  const groups = new Map<string, SubBlock[]>();
  const anywhere: SubBlock[] = [];
  const keyAxes: Axis[] = placesOn(blocks, 'S').length > 0 ? ['S', ...varying] : varying;
  for (const block of blocks) {
    const places = keyAxes.map((axis) => at(block, axis));
    if (places.includes(ANY)) {
      anywhere.push(block);
      continue;
    }
    const key = places.join(',');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [block]);
    else group.push(block);
  }
  if (groups.size === 0) return anywhere.length === 0 ? [] : [arrangeScene({}, anywhere)];
  const scenes = [...groups].map(([key, group]) => {
    const numbers = key.split(',').map(Number);
    const places = Object.fromEntries(keyAxes.map((axis, i) => [axis, numbers[i]!]));
    const shared = anywhere.filter((block) => keyAxes.every((axis, i) => isAt(block, axis, numbers[i]!)));
    return { numbers, scene: arrangeScene(places, shared.length === 0 ? group : [...group, ...shared]) };
  });
  return scenes.sort((a, b) => compare(a.numbers, b.numbers)).map(({ scene }) => scene);
}

function arrangeScene(places: Scene['places'], blocks: readonly SubBlock[]): Scene {
  const byFactor = new Map<number, SubBlock[]>();
  for (const block of blocks) {
    const factor = factorOf(block);
    const same = byFactor.get(factor);
    if (same === undefined) byFactor.set(factor, [block]);
    else same.push(block);
  }
  const factors = [...byFactor.keys()].sort((a, b) => a - b);
  // Some methods store their data itself smaller than its extent: the finest that is there is then the data.
  const finest = factors[0]!;
  const box = boxOf(byFactor.get(finest)!);
  const levels = factors.map((factor) => {
    const width = Math.max(1, Math.ceil(box.width / factor));
    const height = Math.max(1, Math.ceil(box.height / factor));
    const tiles = byFactor.get(factor)!.map((block) => ({
      block,
      x: Math.round((block.x - box.x) / factor),
      y: Math.round((block.y - box.y) / factor),
    }));
    return { width, height, downsample: factor / finest, tiles: paintingOrder(tiles) };
  });
  // A level that is as small as the one before helps nobody.
  return {
    places,
    levels: levels.filter((level, i) => i === 0 || level.width < levels[i - 1]!.width || level.height < levels[i - 1]!.height),
  };
}

/** Tiles without a number first, then by number, then as the directory has them; later ones lie over earlier ones. */
function paintingOrder(tiles: readonly Tile[]): Tile[] {
  return [...tiles].sort((a, b) => a.block.m - b.block.m || a.block.index - b.block.index);
}

function boxOf(blocks: readonly SubBlock[]): { x: number; y: number; width: number; height: number } {
  let [left, top, right, bottom] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const { x, y, width, height } of blocks) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
