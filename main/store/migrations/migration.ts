import type { Database } from 'better-sqlite3';

/** One step of the file format. Versions step by 10; a step that has been released never changes. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: Database): void;
}
