import type { Database } from 'better-sqlite3';
import type { HistoryState } from '#core/model/project.ts';
import type { HistoryChange } from './history-change.ts';
import { packTile, unpackTile } from './label-repository.ts';
import type { SettingsRepository } from './settings-repository.ts';

/** The steps that can be taken back, and the place among them. */
export interface HistoryRepository {
  state(): HistoryState;
  /**
   * Begins a step after the present place; what was undone before it is dropped. Its changes are given one by one, so that the
   * labels of a whole image need not be in memory together.
   */
  begin(title: string): HistoryStep;
  /** Changes of the step to take back, in the order in which they were made; null at the beginning. Moves the place. */
  back(): HistoryChange[] | null;
  forward(): HistoryChange[] | null;
  /** Images and classes that a kept step may bring back. */
  mentioned(): { images: Set<string>; classes: Set<number> };
}

/** A step while it is made. */
export interface HistoryStep {
  add(change: HistoryChange): void;
  /** Moves the place behind it; steps that are too old are dropped. */
  finish(): void;
}

/** Steps kept at least, unless they pass the byte limit. */
export const MAX_STEPS = 1000;
/** Compressed differences kept; a stroke takes some hundred bytes, erasing a whole large image some megabytes. */
const MAX_BYTES = 512 * 2 ** 20;
const CURSOR = 'history.cursor';

/** What a change is kept as; a label difference stands beside it as compressed bytes. */
type StoredChange =
  | Omit<Extract<HistoryChange, { kind: 'labels' }>, 'difference'>
  | Extract<HistoryChange, { kind: 'class' }>
  | Extract<HistoryChange, { kind: 'image' }>;

export function createHistoryRepository(db: Database, settings: SettingsRepository): HistoryRepository {
  const insertStep = db.prepare<[number, string]>('INSERT INTO history (step, title, bytes) VALUES (?, ?, 0)');
  const setBytes = db.prepare<[number, number]>('UPDATE history SET bytes = ? WHERE step = ?');
  const insertChange = db.prepare<[number, number, string, Buffer | null]>(
    'INSERT INTO history_changes (step, position, change, difference) VALUES (?, ?, ?, ?)',
  );
  const selectTitle = db.prepare<[number], { title: string }>('SELECT title FROM history WHERE step = ?');
  const selectChanges = db.prepare<[number], { change: string; difference: Buffer | null }>(
    'SELECT change, difference FROM history_changes WHERE step = ? ORDER BY position',
  );
  const selectOthers = db.prepare<[], { change: string }>('SELECT change FROM history_changes WHERE difference IS NULL');
  const dropAfter = db.prepare<[number]>('DELETE FROM history WHERE step > ?');
  const dropThrough = db.prepare<[number]>('DELETE FROM history WHERE step <= ?');
  const total = db.prepare<[], { bytes: number | null; steps: number; first: number | null }>(
    'SELECT SUM(bytes) AS bytes, COUNT(*) AS steps, MIN(step) AS first FROM history',
  );

  const cursor = (): number => Number(settings.get(CURSOR) ?? 0);
  const moveTo = (step: number): void => settings.set(CURSOR, step);

  function load(step: number): HistoryChange[] {
    return selectChanges.all(step).map(({ change, difference }) => {
      const stored = JSON.parse(change) as StoredChange;
      return stored.kind === 'labels' ? { ...stored, difference: unpackTile(difference!) } : stored;
    });
  }

  /** Drops the oldest steps until both limits hold; the newest always stays. */
  function prune(): void {
    let { bytes, steps, first } = total.get()!;
    while (first !== null && (steps > MAX_STEPS || ((bytes ?? 0) > MAX_BYTES && steps > 1))) {
      dropThrough.run(first);
      ({ bytes, steps, first } = total.get()!);
    }
  }

  return {
    state() {
      const undo = selectTitle.get(cursor());
      const redo = selectTitle.get(cursor() + 1);
      return {
        canUndo: undo !== undefined,
        canRedo: redo !== undefined,
        undoLabel: undo?.title ?? null,
        redoLabel: redo?.title ?? null,
      };
    },
    begin(title) {
      const step = cursor() + 1;
      dropAfter.run(cursor());
      insertStep.run(step, title);
      let bytes = 0;
      let position = 0;
      return {
        add(change) {
          const [stored, difference] = packed(change);
          insertChange.run(step, position++, JSON.stringify(stored), difference);
          bytes += difference?.length ?? 100;
        },
        finish() {
          setBytes.run(bytes, step);
          moveTo(step);
          prune();
        },
      };
    },
    back() {
      const step = cursor();
      if (selectTitle.get(step) === undefined) return null;
      moveTo(step - 1);
      return load(step);
    },
    forward() {
      const step = cursor() + 1;
      if (selectTitle.get(step) === undefined) return null;
      moveTo(step);
      return load(step);
    },
    mentioned() {
      const images = new Set<string>();
      const classes = new Set<number>();
      for (const { change } of selectOthers.all()) {
        const stored = JSON.parse(change) as StoredChange;
        if (stored.kind === 'image') images.add(stored.imageId);
        if (stored.kind === 'class') classes.add(stored.value);
      }
      return { images, classes };
    },
  };
}

function packed(change: HistoryChange): [StoredChange, Buffer | null] {
  if (change.kind !== 'labels') return [change, null];
  const { difference, ...stored } = change;
  return [stored, packTile(difference)];
}
