import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { GroveError } from '#core/model/error.ts';
import { APPLICATION_ID } from './file-identity.ts';
import { formatVersion, migrate, refuseNewer } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { storeError } from './store-errors.ts';

export interface OpenDatabase {
  readonly db: Database.Database;
  readonly readOnly: boolean;
  close(): void;
}

export interface DatabaseOptions {
  readonly migrations: readonly Migration[];
  /** Upper bound of the file in SQLite pages; a full disk for tests. */
  readonly maxPages?: number;
}

const SQLITE_HEADER = 'SQLite format 3\0';
/** Milliseconds to wait for another process that is just closing the file. */
const BUSY_WAIT_MS = 250;

/** A new project file. Throws 'invalid-input' where one exists, 'read-only', 'not-found' (folder), 'disk-full'. */
export function createDatabase(path: string, options: DatabaseOptions): OpenDatabase {
  try {
    // Reserves the name, so that of two processes only one creates it.
    closeSync(openSync(path, 'wx'));
  } catch (thrown) {
    if (existsSync(path)) {
      throw new GroveError('invalid-input', `${path} exists already; choose another name, or open it.`, { file: path });
    }
    throw storeError(thrown, path);
  }
  try {
    const db = connect(path, options);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db, options.migrations);
    return { db, readOnly: false, close: () => closeDatabase(db) };
  } catch (thrown) {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
    throw storeError(thrown, path);
  }
}

/** An existing project file, brought to the newest format; its state before is copied beside it first. */
export function openDatabase(path: string, readOnly: boolean, options: DatabaseOptions): OpenDatabase {
  checkFile(path);
  if (readOnly || !writable(path)) return openCopy(path, options);
  let db: Database.Database | null = null;
  try {
    db = connect(path, options);
    checkDatabase(db, path, options);
    const version = formatVersion(db);
    if (version < options.migrations.at(-1)!.version) {
      db.pragma('wal_checkpoint(TRUNCATE)');
      copyFileSync(path, `${path}.format-${version}.bak`);
      migrate(db, options.migrations);
    }
    const opened = db;
    return { db: opened, readOnly: false, close: () => closeDatabase(opened) };
  } catch (thrown) {
    db?.close();
    throw storeError(thrown, path);
  }
}

/**
 * SQLite needs to write beside a file even to read one with a write-ahead log, so a read-only project is read from a private
 * copy, its log included.
 */
function openCopy(path: string, options: DatabaseOptions): OpenDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'grove-read-only-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, basename(path));
    for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, copy + end, constants.COPYFILE_FICLONE);
    const db = connect(copy, options);
    checkDatabase(db, path, options);
    migrate(db, options.migrations);
    db.pragma('query_only = ON');
    return {
      db,
      readOnly: true,
      close: () => {
        db.close();
        remove();
      },
    };
  } catch (thrown) {
    remove();
    throw storeError(thrown, path);
  }
}

function connect(path: string, { maxPages }: DatabaseOptions): Database.Database {
  const db = new Database(path, { timeout: BUSY_WAIT_MS });
  try {
    // The lock is held until the process ends, however it ends; a second Grove gets 'locked' at once.
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    // Every acknowledged stroke is on disk, not only in the system's cache.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    if (maxPages !== undefined) db.pragma(`max_page_count = ${maxPages}`);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function closeDatabase(db: Database.Database): void {
  if (!db.open) return;
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // On a full disk the log stays beside the file, whole, and the next opening takes it in.
  }
  db.close();
}

/** Says what a path holds before SQLite touches it, so that no foreign file is ever changed. */
function checkFile(path: string): void {
  const refuse = (kind: GroveError['kind'], message: string): never => {
    throw new GroveError(kind, message, { file: path });
  };
  if (!existsSync(path)) refuse('not-found', `${path} does not exist; it may have been moved or renamed.`);
  const stat = statSync(path);
  if (!stat.isFile()) refuse('unsupported', `${path} is not a file; choose a .grove project file.`);
  if (stat.size === 0) refuse('corrupt', `${path} is empty; open a backup or a saved copy.`);
  const head = Buffer.alloc(100);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (thrown) {
    throw storeError(thrown, path);
  }
  const read = readSync(file, head, 0, head.length, 0);
  closeSync(file);
  if (read < head.length || head.toString('latin1', 0, 16) !== SQLITE_HEADER) {
    refuse('corrupt', `${path} is not a Grove project, or its beginning is damaged; open a backup or a saved copy.`);
  }
  // Before the first checkpoint the identity may still stand in the log only; it is checked again once opened.
  const identity = head.readInt32BE(68);
  if (identity !== APPLICATION_ID && !existsSync(`${path}-wal`)) {
    refuse('unsupported', `${path} is a database of another program, not a Grove project.`);
  }
}

function checkDatabase(db: Database.Database, path: string, { migrations }: DatabaseOptions): void {
  if (Number(db.pragma('application_id', { simple: true })) !== APPLICATION_ID) {
    throw new GroveError('unsupported', `${path} is a database of another program, not a Grove project.`, { file: path });
  }
  refuseNewer(db, migrations, path);
  if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') {
    const message = `${path} is damaged; open a backup or a saved copy. The file was left as it is.`;
    throw new GroveError('corrupt', message, { file: path });
  }
}

/** A file without any write permission counts as read-only for the administrator too, who could override it. */
function writable(path: string): boolean {
  if ((statSync(path).mode & 0o222) === 0 || (statSync(dirname(path)).mode & 0o222) === 0) return false;
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
