import type { LevelInfo } from '#core/model/image.ts';
import type { Box } from './camera.ts';
import { type TileAddress, tileBox, tileCounts, tilesIn } from './tile-level.ts';

/** Why a tile is wanted; also the priority told to the host, smaller is sooner. */
export const VISIBLE = 0;
export const PREFETCH = 1;
export const COARSER = 2;
export type Tier = typeof VISIBLE | typeof PREFETCH | typeof COARSER;

export interface TileWant {
  readonly address: TileAddress;
  readonly tier: Tier;
}

export interface WantOptions {
  /** Tiles around the visible ones that are fetched ahead. */
  readonly ring: number;
  /** Also the next coarser level of the surroundings, for the moment when the user moves on. */
  readonly coarser: boolean;
  /** First of all the one tile that shows the whole image, so that no place stays blank. */
  readonly base: boolean;
}

/** The tiles a view wants, most urgent first: visible before prefetch ring before coarser, and from the middle outwards. */
export function wantedTiles(levels: readonly LevelInfo[], level: number, view: Box, options: WantOptions): TileWant[] {
  const middle = { x: (view.x0 + view.x1) / 2, y: (view.y0 + view.y1) / 2 };
  const list: TileWant[] = [];
  const taken = new Set<string>();

  const add = (at: number, ring: number, tier: Tier): void => {
    const range = tilesIn(levels, at, view, ring);
    const found: { address: TileAddress; distance: number }[] = [];
    for (let row = range.row0; row < range.row1; row++) {
      for (let column = range.column0; column < range.column1; column++) {
        const key = `${at}/${column}/${row}`;
        if (taken.has(key)) continue;
        taken.add(key);
        const address = { level: at, column, row };
        const box = tileBox(levels, address);
        found.push({
          address,
          distance: ((box.x0 + box.x1) / 2 - middle.x) ** 2 + ((box.y0 + box.y1) / 2 - middle.y) ** 2,
        });
      }
    }
    found.sort((a, b) => a.distance - b.distance);
    for (const { address } of found) list.push({ address, tier });
  };

  if (view.x1 <= view.x0 || view.y1 <= view.y0) return [];
  const coarsest = levels.length - 1;
  const { columns, rows } = tileCounts(levels[coarsest]);
  if (options.base && columns * rows === 1) add(coarsest, 0, VISIBLE);
  add(level, 0, VISIBLE);
  if (options.ring > 0) add(level, options.ring, PREFETCH);
  if (options.coarser && level < coarsest) add(level + 1, 1, COARSER);
  return list;
}
