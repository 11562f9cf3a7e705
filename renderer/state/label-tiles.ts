import { LABEL_TILE, type LabelStroke } from '#core/model/label.ts';
import { applyMaskTile, applyStroke, type Overwritable, overwritable } from './label-apply.ts';
import { type LabelMask, labelTileKey } from './label-mask.ts';

/**
 * Label tiles as the user sees them: what the host has, and over it the strokes that it has not confirmed yet, and over
 * those the stroke under the pointer.
 *
 * A stroke confirmed by the host stays in the overlay of a tile until a copy of the tile that was asked for after the
 * confirmation has arrived. A copy asked for before may or may not hold it; drawing it again does no harm, because the
 * strokes are drawn in the host's order.
 */
export interface LabelTiles {
  /** LABEL_TILE² values to be shown; null where there is nothing (or nothing known). Not to be changed. */
  shown(column: number, row: number): Uint8Array | null;
  /** False while the host's copy must be asked for, at first or again. */
  isCurrent(column: number, row: number): boolean;
  /** Grows whenever the host's copy becomes out of date: an answer to an earlier question is of no use. */
  version(column: number, row: number): number;
  /** Tells that the tile is being asked for; returns a ticket for `arrive`. */
  begin(column: number, row: number): number;
  /** Takes in the host's copy. */
  arrive(column: number, row: number, ticket: number, values: Uint8Array | null): void;
  /** The host's copy has changed; the shown one stays until the new one is here. */
  invalidate(column: number, row: number): void;
  invalidateAll(): void;
  /** False while a tile holds what the host does not have yet. */
  isFree(column: number, row: number): boolean;
  /** Forgets a tile that is out of sight. */
  forget(column: number, row: number): void;

  startLive(mask: LabelMask, value: number, onlyOver: readonly number[] | null): void;
  /** Shows what was added to the live mask. */
  updateLive(): void;
  /** Takes the live stroke away again. */
  cancelLive(): void;
  /** The live stroke becomes an unconfirmed one; null when it is empty. */
  finishLive(): { id: number; stroke: LabelStroke } | null;
  confirm(id: number): void;
  /** The stroke was not kept: it disappears and its tiles are asked for again. */
  reject(id: number): void;
  clear(): void;
}

interface Entry {
  readonly id: number;
  readonly stroke: LabelStroke;
  readonly over: Overwritable;
  /** Time of confirmation, null before. */
  confirmed: number | null;
}

interface TileState {
  readonly column: number;
  readonly row: number;
  base: Uint8Array | null;
  current: boolean;
  version: number;
  /** Ticket of the newest request. */
  asked: number;
  entries: Entry[];
  shown: Uint8Array | null;
  /** True when `shown` must be made anew. */
  stale: boolean;
}

export function createLabelTiles(changed: (column: number, row: number) => void): LabelTiles {
  const tiles = new Map<string, TileState>();
  let live: { mask: LabelMask; value: number; onlyOver: readonly number[] | null; over: Overwritable } | null = null;
  let clock = 0;

  const tileAt = (column: number, row: number): TileState => {
    const key = labelTileKey(column, row);
    let tile = tiles.get(key);
    if (!tile) {
      tile = { column, row, base: null, current: false, version: 0, asked: 0, entries: [], shown: null, stale: false };
      tiles.set(key, tile);
    }
    return tile;
  };
  const outdate = (tile: TileState): void => {
    tile.current = false;
    tile.version++;
    // No answer to an earlier question will be taken.
    tile.asked = ++clock;
  };
  const refresh = (tile: TileState): void => {
    tile.stale = true;
    changed(tile.column, tile.row);
  };
  const touched = ({ box }: LabelStroke): TileState[] => {
    const list: TileState[] = [];
    for (let row = Math.floor(box.y / LABEL_TILE); row * LABEL_TILE < box.y + box.height; row++) {
      for (let column = Math.floor(box.x / LABEL_TILE); column * LABEL_TILE < box.x + box.width; column++) {
        list.push(tileAt(column, row));
      }
    }
    return list;
  };
  const make = (tile: TileState): Uint8Array | null => {
    const drawn = live?.mask.tiles.get(labelTileKey(tile.column, tile.row));
    if (tile.entries.length === 0 && !drawn) return tile.base;
    const values = tile.base ? tile.base.slice() : new Uint8Array(LABEL_TILE * LABEL_TILE);
    for (const { stroke, over } of tile.entries) applyStroke(values, tile.column, tile.row, stroke, over);
    if (live && drawn) applyMaskTile(values, drawn, live.value, live.over);
    return values;
  };
  const endLive = (): void => {
    const drawn = live?.mask.tiles.values() ?? [];
    live = null;
    for (const { column, row } of drawn) refresh(tileAt(column, row));
  };

  return {
    shown: (column, row) => {
      const tile = tiles.get(labelTileKey(column, row));
      if (!tile) return null;
      if (tile.stale) {
        tile.shown = make(tile);
        tile.stale = false;
      }
      return tile.shown;
    },
    isCurrent: (column, row) => tiles.get(labelTileKey(column, row))?.current ?? false,
    version: (column, row) => tiles.get(labelTileKey(column, row))?.version ?? 0,
    begin: (column, row) => {
      const tile = tileAt(column, row);
      tile.asked = ++clock;
      return tile.asked;
    },
    arrive: (column, row, ticket, values) => {
      const tile = tileAt(column, row);
      // A newer request is under way: this answer is from before the change that caused it.
      if (ticket !== tile.asked) return;
      tile.base = values;
      tile.current = true;
      tile.entries = tile.entries.filter(({ confirmed }) => confirmed === null || confirmed > ticket);
      refresh(tile);
    },
    invalidate: (column, row) => outdate(tileAt(column, row)),
    invalidateAll: () => {
      for (const tile of tiles.values()) outdate(tile);
    },
    isFree: (column, row) => {
      const key = labelTileKey(column, row);
      const unsaved = tiles.get(key)?.entries.some(({ confirmed }) => confirmed === null) ?? false;
      return !unsaved && !live?.mask.tiles.has(key);
    },
    forget: (column, row) => {
      tiles.delete(labelTileKey(column, row));
    },

    startLive: (mask, value, onlyOver) => {
      live = { mask, value, onlyOver, over: overwritable(onlyOver) };
    },
    updateLive: () => {
      for (const { column, row } of live?.mask.takeTouched() ?? []) refresh(tileAt(column, row));
    },
    cancelLive: endLive,
    finishLive: () => {
      const stroke = live?.mask.toStroke(live.value, live.onlyOver) ?? null;
      if (!stroke) {
        live = null;
        return null;
      }
      const entry: Entry = { id: ++clock, stroke, over: overwritable(stroke.onlyOver), confirmed: null };
      for (const tile of touched(stroke)) tile.entries.push(entry);
      endLive();
      return { id: entry.id, stroke };
    },
    confirm: (id) => {
      const now = ++clock;
      for (const tile of tiles.values()) {
        for (const entry of tile.entries) if (entry.id === id) entry.confirmed = now;
      }
    },
    reject: (id) => {
      for (const tile of tiles.values()) {
        const kept = tile.entries.filter((entry) => entry.id !== id);
        if (kept.length === tile.entries.length) continue;
        tile.entries = kept;
        outdate(tile);
        refresh(tile);
      }
    },
    clear: () => {
      live = null;
      tiles.clear();
    },
  };
}
