import { GroveError } from '#core/model/error.ts';

/** The code of an SQLite or file system error, '' where there is none. */
export function errorCode(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

/** What an error of SQLite or of the file system means for the project at `path`. */
export function storeError(thrown: unknown, path: string): GroveError {
  if (thrown instanceof GroveError) return thrown;
  const code = errorCode(thrown);
  const fail = (kind: GroveError['kind'], message: string): GroveError =>
    new GroveError(kind, message, { file: path, cause: thrown });
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code.startsWith('SQLITE_IOERR')) {
    return fail(
      'disk-full',
      `${path} could not be written: the disk is full or failing. The last step was not kept; free some space and repeat it.`,
    );
  }
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') {
    return fail('locked', `${path} is open in another Grove; close it there first, or open a copy.`);
  }
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return fail(
      'corrupt',
      `${path} is damaged or not a Grove project; open a backup or a saved copy. The file was left as it is.`,
    );
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return fail(
      'read-only',
      `${path} can not be written: the file or its folder is read-only. Save a copy somewhere else to go on working.`,
    );
  }
  if (code === 'ENOENT' || code === 'SQLITE_CANTOPEN') {
    return fail('not-found', `${path} does not exist or its folder can not be reached; check the path.`);
  }
  if (thrown instanceof TypeError && thrown.message.includes('database connection is not open')) {
    return fail('no-project', `${path} was closed meanwhile; open it again.`);
  }
  return GroveError.from(thrown);
}

/** The same object with every method's errors translated by `storeError`. */
export function withStoreErrors<T extends object>(target: T, path: string): T {
  const wrapped = Object.entries(target).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [name, value];
    const method = (...args: unknown[]): unknown => {
      try {
        const result: unknown = value.apply(target, args);
        return result instanceof Promise ? result.catch((thrown) => Promise.reject(storeError(thrown, path))) : result;
      } catch (thrown) {
        throw storeError(thrown, path);
      }
    };
    return [name, method];
  });
  return Object.fromEntries(wrapped) as T;
}
