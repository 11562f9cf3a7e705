import type { Database } from 'better-sqlite3';
import type { LabelClass } from '#core/model/label.ts';
import { MAX_CLASSES } from '#core/model/label.ts';

/** A class with its place in the list and whether it is in use; both sides of a change are such states. */
export interface ClassState extends LabelClass {
  readonly position: number;
  readonly removed: boolean;
}

interface ClassRow {
  readonly value: number;
  readonly name: string;
  readonly color: number;
  readonly visible: number;
  readonly position: number;
  readonly removed: number;
}

export interface ClassRepository {
  all(): LabelClass[];
  get(value: number): ClassState | null;
  /** Inserts or replaces. */
  put(state: ClassState): void;
  delete(value: number): void;
  nextPosition(): number;
  /** A value that no class has or, in history, may have again; null where all 255 are taken. */
  freeValue(kept: ReadonlySet<number>): number | null;
}

export function createClassRepository(db: Database): ClassRepository {
  const selectAll = db.prepare<[], ClassRow>('SELECT * FROM classes WHERE removed = 0 ORDER BY position, value');
  const selectOne = db.prepare<[number], ClassRow>('SELECT * FROM classes WHERE value = ?');
  const upsert = db.prepare(
    'INSERT OR REPLACE INTO classes (value, name, color, visible, position, removed) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const remove = db.prepare<[number]>('DELETE FROM classes WHERE value = ?');
  const last = db.prepare<[], { position: number | null }>('SELECT MAX(position) AS position FROM classes');
  const values = db.prepare<[], { value: number; removed: number }>('SELECT value, removed FROM classes');

  return {
    all: () => selectAll.all().map(({ value, name, color, visible }) => ({ value, name, color, visible: visible === 1 })),
    get(value) {
      const row = selectOne.get(value);
      if (row === undefined) return null;
      const { name, color, position } = row;
      return { value, name, color, visible: row.visible === 1, position, removed: row.removed === 1 };
    },
    put: ({ value, name, color, visible, position, removed }) =>
      void upsert.run(value, name, color, visible ? 1 : 0, position, removed ? 1 : 0),
    delete: (value) => void remove.run(value),
    nextPosition: () => (last.get()?.position ?? 0) + 1,
    freeValue(kept) {
      const known = new Map(values.all().map(({ value, removed }) => [value, removed === 1]));
      const highest = Math.max(0, ...known.keys());
      if (highest < MAX_CLASSES) return highest + 1;
      for (let value = 1; value <= MAX_CLASSES; value++) {
        if (!known.has(value) || (known.get(value) === true && !kept.has(value))) return value;
      }
      return null;
    },
  };
}
