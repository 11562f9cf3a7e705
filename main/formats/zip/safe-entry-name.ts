import { type ZipSource, zipError } from './zip-source.ts';

const LONGEST_NAME = 1024;

/**
 * The name of an entry with `/` between folders. Throws GroveError 'ZIP_PATH' for a name that could lead out of a folder: absolute,
 * with a drive letter, with `..`, or with characters that end a path. Grove writes no entry to disk under its name; such a name
 * still marks a file that was made to do harm.
 */
export function safeEntryName(source: ZipSource, raw: string): string {
  const name = raw.replaceAll('\\', '/');
  const shown = JSON.stringify(raw.slice(0, 80));
  const refuse = (why: string): never => {
    const what = `holds a file named ${shown}, ${why}; it is not safe to open, so ask for a clean copy where it came from`;
    throw zipError(source, 'ZIP_PATH', what);
  };
  if (name === '') refuse('which is no name');
  if (name.length > LONGEST_NAME) refuse('whose name is too long');
  if (name.includes('\0')) refuse('with a zero character in it');
  if (name.startsWith('/')) refuse('an absolute path');
  if (/^[a-z]:/i.test(name)) refuse('a path with a drive letter');
  if (name.split('/').includes('..')) refuse('which leads out of its folder');
  return name;
}
