import type { Migration } from './migration.ts';

/** The first file format: images, classes, labels, history, models, jobs, settings. */
export const firstSchema: Migration = {
  version: 10,
  name: 'first schema',
  up(db) {
    db.exec(`
      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

      CREATE TABLE images (
        id TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        path TEXT NOT NULL,
        relative_path TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        file_bytes INTEGER NOT NULL,
        info TEXT NOT NULL,
        display TEXT NOT NULL,
        training INTEGER NOT NULL,
        removed INTEGER NOT NULL DEFAULT 0
      );

      CREATE TABLE classes (
        value INTEGER PRIMARY KEY CHECK (value BETWEEN 1 AND 255),
        name TEXT NOT NULL,
        color INTEGER NOT NULL,
        visible INTEGER NOT NULL,
        position INTEGER NOT NULL,
        removed INTEGER NOT NULL DEFAULT 0
      );

      -- 256 x 256 class values, deflated; a tile without labels has no row.
      CREATE TABLE label_tiles (
        image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
        scene INTEGER NOT NULL,
        z INTEGER NOT NULL,
        t INTEGER NOT NULL,
        tile_row INTEGER NOT NULL,
        tile_column INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (image_id, scene, z, t, tile_row, tile_column)
      );

      CREATE TABLE label_counts (
        image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
        value INTEGER NOT NULL,
        pixels INTEGER NOT NULL,
        PRIMARY KEY (image_id, value)
      ) WITHOUT ROWID;

      -- A step is a list of changes, each of which knows both sides.
      CREATE TABLE history (step INTEGER PRIMARY KEY, title TEXT NOT NULL, bytes INTEGER NOT NULL);
      CREATE TABLE history_changes (
        step INTEGER NOT NULL REFERENCES history (step) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        change TEXT NOT NULL,
        difference BLOB,
        PRIMARY KEY (step, position)
      );

      CREATE TABLE models (
        id TEXT PRIMARY KEY,
        position INTEGER NOT NULL,
        info TEXT NOT NULL,
        name TEXT NOT NULL,
        description TEXT NOT NULL,
        data BLOB NOT NULL
      );

      CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        outcome TEXT NOT NULL,
        message TEXT
      );
    `);
  },
};
