import { GroveError } from '#core/model/error.ts';

/** The file an error is about. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}

/** The bytes contradict each other or end too early. `why` continues "a.tif is damaged: …". */
export function damaged(file: NamedFile, why: string, cause?: unknown): GroveError {
  const message = `${file.name} is damaged: ${why}; copy the file again, or export it anew.`;
  return new GroveError('corrupt', message, { file: file.path, cause });
}

/** The file ends before what it declares. */
export function cutOff(file: NamedFile, what: string): GroveError {
  return damaged(file, `it ends before ${what}, so it was probably not copied completely`);
}

/** Well formed, but of a kind that Grove cannot read. `what` continues "a.tif …". */
export function unsupported(file: NamedFile, what: string, advice = 'convert it to an uncompressed or LZW TIFF'): GroveError {
  return new GroveError('unsupported', `${file.name} ${what}, which Grove cannot read; ${advice}.`, { file: file.path });
}

/** `what` continues "a.tif …", with an advice of its own. */
export function tooLarge(file: NamedFile, what: string): GroveError {
  return new GroveError('too-large', `${file.name} ${what}.`, { file: file.path });
}

/** What a failed call of the file system means. */
export function fileSystemError(file: NamedFile, error: unknown): GroveError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const about = { file: file.path, cause: error };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new GroveError('not-found', `There is no file ${file.path}; check the path, or find where it was moved to.`, about);
    case 'EACCES':
    case 'EPERM':
      return new GroveError('unreadable', `${file.name} may not be read; ask for permission to read ${file.path}.`, about);
    case 'EMFILE':
    case 'ENFILE':
      return new GroveError('unreadable', `${file.name} cannot be opened: too many files are open; close some programs.`, about);
    default:
      return new GroveError(
        'unreadable',
        `${file.name} cannot be read (${code || 'unknown reason'}); check the disk or the network drive it lies on.`,
        about,
      );
  }
}
