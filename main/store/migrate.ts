import type { Database } from 'better-sqlite3';
import { GroveError } from '#core/model/error.ts';
import type { Migration } from './migrations/migration.ts';

export function formatVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Throws 'newer-version' for a file that a later Grove wrote. */
export function refuseNewer(db: Database, migrations: readonly Migration[], path: string): void {
  const version = formatVersion(db);
  const newest = migrations.at(-1)!.version;
  if (version <= newest) return;
  const message = `${path} was written by a newer Grove (file format ${version}, this one knows up to ${newest}); update Grove to open it.`;
  throw new GroveError('newer-version', message, { file: path });
}

/** Runs the pending steps in one transaction: all of them or none. */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  const version = formatVersion(db);
  const pending = migrations.filter((step) => step.version > version);
  if (pending.length === 0) return;
  migrations.forEach((step, i) => {
    const before = migrations[i - 1]?.version ?? 0;
    if (step.version <= before) throw new Error(`Migration ${step.version} (${step.name}) is out of order.`);
  });
  db.transaction(() => {
    for (const step of pending) step.up(db);
    db.pragma(`user_version = ${pending.at(-1)!.version}`);
  }).immediate();
}
