import { resolve } from 'node:path';
import type { ProjectStores } from '../services/ports.ts';
import { MIGRATIONS } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';
import { createDatabase, openDatabase } from './open-database.ts';
import { createProjectStore, type StoreMeans } from './project-store.ts';
import { storeError } from './store-errors.ts';

export interface ProjectStoresOptions extends StoreMeans {
  readonly migrations?: readonly Migration[];
  /** Upper bound of a project file in SQLite pages of 4 KiB. */
  readonly maxPages?: number;
}

/** Project files on SQLite. */
export function createProjectStores(options: ProjectStoresOptions): ProjectStores {
  const database = {
    migrations: options.migrations ?? MIGRATIONS,
    ...(options.maxPages === undefined ? {} : { maxPages: options.maxPages }),
  };
  const use = (path: string, opened: ReturnType<typeof createDatabase>) => {
    try {
      return createProjectStore(path, opened, options);
    } catch (thrown) {
      opened.close();
      throw storeError(thrown, path);
    }
  };
  return {
    create(path) {
      const file = resolve(path);
      return use(file, createDatabase(file, database));
    },
    open(path, { readOnly = false } = {}) {
      const file = resolve(path);
      return use(file, openDatabase(file, readOnly, database));
    },
  };
}
