import type { Scene, Tile } from './arrange-scenes.ts';
import { ANY, AXES } from './sub-block.ts';

const C = AXES.indexOf('C');
const Z = AXES.indexOf('Z');
const T = AXES.indexOf('T');

/** The same scene with only the tiles of one plane and channel, made once and kept for the planes looked at last. */
export type PlaneTiles = (scene: number, c: number | null, z: number | null, t: number | null) => Scene;

const KEPT_PLANES = 64;

/** Axes that no sub-block names have no place: null. Tiles that do not name an axis belong to each of its places. */
export function createPlaneTiles(scenes: readonly Scene[]): PlaneTiles {
  const kept = new Map<string, Scene>();
  return (scene, c, z, t) => {
    const key = `${scene}|${c}|${z}|${t}`;
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const fits = ({ block }: Tile): boolean =>
      (c === null || block.at[C] === ANY || block.at[C] === c) &&
      (z === null || block.at[Z] === ANY || block.at[Z] === z) &&
      (t === null || block.at[T] === ANY || block.at[T] === t);
    const whole = scenes[scene]!;
    const levels = whole.levels.map((level) => ({ ...level, tiles: level.tiles.filter(fits) }));
    const plane = { ...whole, levels };
    kept.set(key, plane);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_PLANES && oldest !== undefined) kept.delete(oldest);
    return plane;
  };
}
