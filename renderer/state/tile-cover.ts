import type { LevelInfo } from '#core/model/image.ts';
import type { Box } from './camera.ts';
import { intersect, isEmpty, type TileAddress, tileBox, tilesIn } from './tile-level.ts';

/** A part of a loaded tile that is to be drawn. */
export interface CoverPiece<T> {
  readonly tile: T;
  readonly address: TileAddress;
  readonly box: Box;
}

export interface Cover<T> {
  /** Pieces that do not overlap. */
  readonly pieces: readonly CoverPiece<T>[];
  /** What no loaded tile covers. */
  readonly missing: readonly Box[];
}

/** How many levels finer than wanted are looked at for a place that is not loaded. */
const FINER_LEVELS = 2;

/**
 * Covers a box of level-0 pixels with the tiles that are loaded: those of the wanted level, else finer ones, else the nearest
 * coarser one. No place is drawn twice, so the cover serves translucent layers too.
 */
export function coverBox<T>(
  levels: readonly LevelInfo[],
  level: number,
  box: Box,
  find: (address: TileAddress) => T | undefined,
): Cover<T> {
  const pieces: CoverPiece<T>[] = [];
  const missing: Box[] = [];

  const eachTile = (at: number, within: Box, visit: (address: TileAddress, part: Box) => void): void => {
    const range = tilesIn(levels, at, within);
    for (let row = range.row0; row < range.row1; row++) {
      for (let column = range.column0; column < range.column1; column++) {
        const address = { level: at, column, row };
        const part = intersect(tileBox(levels, address), within);
        if (!isEmpty(part)) visit(address, part);
      }
    }
  };

  const anyFiner = (at: number, within: Box, depth: number): boolean => {
    if (at < 0 || depth === 0) return false;
    let found = false;
    eachTile(at, within, (address, part) => {
      found ||= find(address) !== undefined || anyFiner(at - 1, part, depth - 1);
    });
    return found;
  };

  const coverCoarser = (at: number, within: Box): void => {
    if (at >= levels.length) {
      missing.push(within);
      return;
    }
    eachTile(at, within, (address, part) => {
      const tile = find(address);
      if (tile !== undefined) pieces.push({ tile, address, box: part });
      else coverCoarser(at + 1, part);
    });
  };

  const cover = (at: number, within: Box, depth: number): void => {
    eachTile(at, within, (address, part) => {
      const tile = find(address);
      if (tile !== undefined) pieces.push({ tile, address, box: part });
      else if (anyFiner(at - 1, part, depth)) cover(at - 1, part, depth - 1);
      else coverCoarser(level + 1, part);
    });
  };

  cover(level, box, FINER_LEVELS);
  return { pieces, missing };
}
