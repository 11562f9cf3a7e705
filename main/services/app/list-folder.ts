import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { FileListing } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { isOmeZarr } from './is-ome-zarr.ts';

/**
 * What lies in a folder, the user's own when null: folders first, then files, by name; hidden ones and what cannot be looked at
 * are left out. A folder that is an OME-Zarr stands among the files. Throws 'not-found' or 'unreadable'.
 */
export async function listFolder(folder: string | null): Promise<FileListing> {
  const where = resolve(folder ?? homedir());
  const names = await readdir(where).catch((error: NodeJS.ErrnoException) => {
    const absent = error.code === 'ENOENT' || error.code === 'ENOTDIR';
    const message = absent ? `There is no folder ${where}; choose another one.` : `The folder ${where} may not be read.`;
    throw new GroveError(absent ? 'not-found' : 'unreadable', message, { file: where, cause: error });
  });
  const visible = names.filter((name) => !name.startsWith('.'));
  const entries = await Promise.all(
    visible.map(async (name) => {
      const path = join(where, name);
      const found = await stat(path).catch(() => null);
      if (found === null) return [];
      if (!found.isDirectory()) return [{ name, path, folder: false, bytes: found.size }];
      const image = await isOmeZarr(path);
      return [{ name, path, folder: !image, bytes: 0, ...(image && { image }) }];
    }),
  );
  const parent = dirname(where);
  const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return {
    folder: where,
    parent: parent === where ? null : parent,
    entries: entries.flat().sort((a, b) => Number(b.folder) - Number(a.folder) || byName.compare(a.name, b.name)),
  };
}
