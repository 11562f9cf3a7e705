import { createHash } from 'node:crypto';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { countDifference } from '#core/labels/count-difference.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { LABEL_TILE, type LabelCounts } from '#core/model/label.ts';

/** One label tile of one plane of one image. */
export interface TilePlace {
  readonly imageId: string;
  readonly plane: PlaneIndex;
  readonly column: number;
  readonly row: number;
}

/** Label tiles, compressed one by one, and the counts that follow from them. */
export interface LabelRepository {
  /** LABEL_TILE² values, or null where nothing is labelled. */
  tile(place: TilePlace): Uint8Array | null;
  /** SHA-256 of what is stored of a tile, in hex: the same labels are stored as the same bytes. Null where nothing is labelled. */
  stamp(place: TilePlace): string | null;
  /** Combines a tile with a difference (old XOR new) and keeps the counts right. The same difference takes itself back. */
  combine(place: TilePlace, difference: Uint8Array): void;
  tilesOf(imageId: string): { plane: PlaneIndex; column: number; row: number }[];
  /** Tiles of all images, removed ones included. */
  allTiles(): TilePlace[];
  counts(imageId: string): LabelCounts;
}

export const TILE_PIXELS = LABEL_TILE * LABEL_TILE;

/** Strokes are mostly runs; the fastest level loses little on them. */
export function packTile(tile: Uint8Array): Buffer {
  return deflateRawSync(tile, { level: constants.Z_BEST_SPEED });
}

export function unpackTile(data: Uint8Array): Uint8Array {
  return new Uint8Array(inflateRawSync(data, { maxOutputLength: TILE_PIXELS }));
}

interface TileRow {
  readonly image_id: string;
  readonly scene: number;
  readonly z: number;
  readonly t: number;
  readonly tile_row: number;
  readonly tile_column: number;
}

const PLACE = 'image_id = ? AND scene = ? AND z = ? AND t = ? AND tile_row = ? AND tile_column = ?';

export function createLabelRepository(db: Database): LabelRepository {
  const select = db.prepare<unknown[], { data: Buffer }>(`SELECT data FROM label_tiles WHERE ${PLACE}`);
  const upsert = db.prepare(
    `INSERT INTO label_tiles (image_id, scene, z, t, tile_row, tile_column, data) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (image_id, scene, z, t, tile_row, tile_column) DO UPDATE SET data = excluded.data`,
  );
  const remove = db.prepare(`DELETE FROM label_tiles WHERE ${PLACE}`);
  const places = 'SELECT image_id, scene, z, t, tile_row, tile_column FROM label_tiles';
  const selectOf = db.prepare<[string], TileRow>(`${places} WHERE image_id = ? ORDER BY scene, t, z, tile_row, tile_column`);
  const selectAll = db.prepare<[], TileRow>(`${places} ORDER BY image_id, scene, t, z, tile_row, tile_column`);
  const selectCounts = db.prepare<[string], { value: number; pixels: number }>(
    'SELECT value, pixels FROM label_counts WHERE image_id = ? AND pixels > 0',
  );
  const addCount = db.prepare<[string, number, number]>(
    `INSERT INTO label_counts (image_id, value, pixels) VALUES (?, ?, ?)
     ON CONFLICT (image_id, value) DO UPDATE SET pixels = pixels + excluded.pixels`,
  );

  const keys = ({ imageId, plane, column, row }: TilePlace): unknown[] => [imageId, plane.scene, plane.z, plane.t, row, column];
  const placeOf = (row: TileRow): TilePlace => ({
    imageId: row.image_id,
    plane: { scene: row.scene, z: row.z, t: row.t },
    column: row.tile_column,
    row: row.tile_row,
  });

  function tile(place: TilePlace): Uint8Array | null {
    const found = select.get(...keys(place));
    return found === undefined ? null : unpackTile(found.data);
  }

  return {
    tile,
    stamp(place) {
      const found = select.get(...keys(place));
      return found === undefined ? null : createHash('sha256').update(found.data).digest('hex');
    },
    combine(place, difference) {
      const values = tile(place) ?? new Uint8Array(TILE_PIXELS);
      const counts = new Int32Array(256);
      countDifference(values, difference, counts);
      let any = 0;
      for (let i = 0; i < TILE_PIXELS; i++) any |= values[i]! ^= difference[i]!;
      if (any === 0) remove.run(...keys(place));
      else upsert.run(...keys(place), packTile(values));
      for (let value = 1; value < 256; value++) if (counts[value] !== 0) addCount.run(place.imageId, value, counts[value]!);
    },
    tilesOf: (imageId) => selectOf.all(imageId).map(placeOf),
    allTiles: () => selectAll.all().map(placeOf),
    counts: (imageId) => Object.fromEntries(selectCounts.all(imageId).map(({ value, pixels }) => [value, pixels])),
  };
}
