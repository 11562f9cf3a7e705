import type { Database } from 'better-sqlite3';
import type { JobRecord } from '../services/ports.ts';

/** Long work that was done on the project, for the record. */
export interface JobRepository {
  start(id: string, kind: string, title: string, started: string): void;
  finish(id: string, outcome: JobRecord['outcome'], message: string | null, finished: string): void;
  all(): JobRecord[];
  /** What was running when the process ended did not finish. */
  markInterrupted(): void;
}

export function createJobRepository(db: Database): JobRepository {
  const insert = db.prepare("INSERT INTO jobs (id, kind, title, started, outcome) VALUES (?, ?, ?, ?, 'running')");
  const update = db.prepare('UPDATE jobs SET outcome = ?, message = ?, finished = ? WHERE id = ?');
  const select = db.prepare<[], JobRecord>(
    'SELECT id, kind, title, started, finished, outcome, message FROM jobs ORDER BY started, rowid',
  );
  const interrupt = db.prepare("UPDATE jobs SET outcome = 'interrupted' WHERE outcome = 'running'");
  return {
    start: (id, kind, title, started) => void insert.run(id, kind, title, started),
    finish: (id, outcome, message, finished) => void update.run(outcome, message, finished, id),
    all: () => select.all(),
    markInterrupted: () => void interrupt.run(),
  };
}
