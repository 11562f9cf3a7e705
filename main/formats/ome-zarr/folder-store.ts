import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { damaged, fileSystemError, type NamedFile, unsupported } from '../reading/read-errors.ts';
import { placeOf } from './entry-place.ts';
import { type EntryRange, isInside, type ZarrStore } from './zarr-store.ts';

/** Real places of folders kept, so that not every chunk asks for them again. */
const KNOWN_FOLDERS = 10_000;

/**
 * A Zarr hierarchy in a folder. Symbolic links are followed only where they lead to a place inside it. Throws GroveError
 * 'not-found', 'unreadable'.
 */
export async function openFolderStore(path: string): Promise<ZarrStore> {
  const named: NamedFile = { path, name: basename(path) };
  const root = await realpath(path).catch((error: unknown) => {
    throw fileSystemError(named, error);
  });
  const folders = new Map<string, string | null>();

  /** The real path of an entry that is an ordinary file, or null. */
  async function locate(key: string): Promise<string | null> {
    if (!isInside(key)) return null;
    const folder = dirname(key);
    let real = folders.get(folder);
    if (real === undefined) {
      real = await realPlace(join(root, folder), key);
      if (folders.size >= KNOWN_FOLDERS) folders.clear();
      folders.set(folder, real);
    }
    if (real === null) return null;
    const file = join(real, basename(key));
    const kind = await lstat(file).catch((error: unknown) => absent(error, key));
    if (kind?.isSymbolicLink()) {
      const target = await realPlace(file, key);
      return target !== null && (await lstat(target)).isFile() ? target : null;
    }
    return kind?.isFile() ? file : null;
  }

  async function realPlace(place: string, key: string): Promise<string | null> {
    const real = await realpath(place).catch((error: unknown) => absent(error, key));
    if (real === null || real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)) return real;
    throw unsupported(named, `has a link at ${key} that leads out of it`, 'put the files themselves into the folder');
  }

  function absent(error: unknown, key: string): null {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw fileSystemError({ path, name: `${named.name}/${key}` }, error);
  }

  async function read(key: string, range: EntryRange | null, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const file = await locate(key);
    if (file === null) return undefined;
    const entry: NamedFile = { path, name: `${named.name}/${key}` };
    let handle: FileHandle | undefined;
    try {
      handle = await open(file, 'r');
      const { size } = await handle.stat();
      const { offset, length } = placeOf(entry, range, size, limit);
      const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
        if (bytesRead === 0) throw damaged(entry, 'it became shorter while it was read');
        done += bytesRead;
      }
      return bytes;
    } catch (error) {
      throw error instanceof Error && 'code' in error ? fileSystemError(entry, error) : error;
    } finally {
      await handle?.close();
    }
  }

  return {
    ...named,
    get: (key, limit) => read(key, null, limit),
    getRange: (key, range, limit) => read(key, range, limit),
    close: async () => folders.clear(),
  };
}
