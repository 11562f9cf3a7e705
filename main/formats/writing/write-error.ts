import { basename, dirname } from 'node:path';
import { GroveError } from '#core/model/error.ts';

/** What a failed call of the file system means to somebody who wants a file at `path`. GroveErrors stay as they are. */
export function writeError(error: unknown, path: string): GroveError {
  if (error instanceof GroveError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const about = { file: path, cause: error };
  const name = basename(path);
  const folder = dirname(path);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new GroveError(
        'disk-full',
        `${name} cannot be written: the disk is full; free some space or choose another.`,
        about,
      );
    case 'EFBIG':
      return new GroveError('disk-full', `${name} becomes larger than ${folder} allows; choose another disk.`, about);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new GroveError(
        'read-only',
        `${name} cannot be written: ${folder} is write-protected; choose another folder.`,
        about,
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return new GroveError('not-found', `${name} cannot be written: there is no folder ${folder}; make it first.`, about);
    case 'EISDIR':
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new GroveError('invalid-input', `${path} is a folder; choose another name for the file.`, about);
    default:
      return new GroveError('unreadable', `${name} cannot be written (${code || String(error)}); check the disk.`, about);
  }
}
