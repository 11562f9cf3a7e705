import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { GroveError } from '#core/model/error.ts';
import type { ChannelDisplay, ImageInfo } from '#core/model/image.ts';
import type { LabelCounts } from '#core/model/label.ts';
import type { ImageRecord } from '#core/model/project.ts';
import type { NewImage } from '../services/ports.ts';

interface ImageRow {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly relative_path: string;
  readonly content_hash: string;
  readonly file_bytes: number;
  readonly info: string;
  readonly display: string;
  readonly training: number;
}

/** Images of the project. Those removed stay in the file while an undo may bring them back. */
export interface ImageRepository {
  all(): ImageRecord[];
  /** Throws 'not-found'. */
  get(id: string): ImageRecord;
  add(id: string, image: NewImage): void;
  setRemoved(id: string, removed: boolean): void;
  relink(id: string, path: string): void;
  setDisplay(id: string, display: readonly ChannelDisplay[]): void;
  setTraining(id: string, training: boolean): void;
  /** Drops for good what was removed and no history step can bring back. */
  purge(kept: ReadonlySet<string>): void;
}

const COLUMNS = 'id, name, path, relative_path, content_hash, file_bytes, info, display, training';

export function createImageRepository(
  db: Database,
  projectPath: string,
  countsOf: (imageId: string) => LabelCounts,
): ImageRepository {
  const folder = dirname(projectPath);
  const selectAll = db.prepare<[], ImageRow>(`SELECT ${COLUMNS} FROM images WHERE removed = 0 ORDER BY position`);
  const selectOne = db.prepare<[string], ImageRow>(`SELECT ${COLUMNS} FROM images WHERE id = ? AND removed = 0`);
  const insert = db.prepare(
    `INSERT INTO images (${COLUMNS}, position)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT COALESCE(MAX(position), 0) + 1 FROM images))`,
  );
  const updateRemoved = db.prepare<[number, string]>('UPDATE images SET removed = ? WHERE id = ?');
  const updatePath = db.prepare<[string, string, string]>('UPDATE images SET path = ?, relative_path = ? WHERE id = ?');
  const updateDisplay = db.prepare<[string, string]>('UPDATE images SET display = ? WHERE id = ?');
  const updateTraining = db.prepare<[number, string]>('UPDATE images SET training = ? WHERE id = ?');
  const selectRemoved = db.prepare<[], { id: string }>('SELECT id FROM images WHERE removed = 1');
  const remove = db.prepare<[string]>('DELETE FROM images WHERE id = ?');

  /** Forward slashes, so that a project made on one system opens on another. */
  const relativeTo = (path: string): string => relative(folder, path).replaceAll('\\', '/');

  function record(row: ImageRow): ImageRecord {
    // What moved together with the project is found beside it, even if a stranger now stands at the old place.
    const beside = resolve(folder, row.relative_path);
    const path = existsSync(beside) ? beside : row.path;
    return {
      id: row.id,
      name: row.name,
      path,
      contentHash: row.content_hash,
      fileBytes: row.file_bytes,
      info: JSON.parse(row.info) as ImageInfo,
      display: JSON.parse(row.display) as ChannelDisplay[],
      training: row.training === 1,
      missing: !existsSync(path),
      labels: countsOf(row.id),
    };
  }

  return {
    all: () => selectAll.all().map(record),
    get(id) {
      const row = selectOne.get(id);
      if (row === undefined) throw new GroveError('not-found', 'This image is not part of the project any more.');
      return record(row);
    },
    add(id, image) {
      const path = resolve(image.path);
      insert.run(
        id,
        image.name,
        path,
        relativeTo(path),
        image.contentHash,
        image.fileBytes,
        JSON.stringify(image.info),
        JSON.stringify(image.display),
        1,
      );
    },
    setRemoved: (id, removed) => void updateRemoved.run(removed ? 1 : 0, id),
    relink(id, path) {
      const absolute = resolve(path);
      updatePath.run(absolute, relativeTo(absolute), id);
    },
    setDisplay: (id, display) => void updateDisplay.run(JSON.stringify(display), id),
    setTraining: (id, training) => void updateTraining.run(training ? 1 : 0, id),
    purge(kept) {
      for (const { id } of selectRemoved.all()) if (!kept.has(id)) remove.run(id);
    },
  };
}
