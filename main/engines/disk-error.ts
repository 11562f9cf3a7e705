import { GroveError } from '#core/model/error.ts';

/** What a failed write to the cache means to the user; other errors are handed on as they are. */
export function diskError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = 'The disk with the cache folder is full; free some space on it and try again.';
    return new GroveError('disk-full', message, { file: path, cause: error });
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    const message = `Grove may not write into its cache folder (${path}); allow it, or name another folder in GROVE_DATA.`;
    return new GroveError('read-only', message, { file: path, cause: error });
  }
  return error;
}
