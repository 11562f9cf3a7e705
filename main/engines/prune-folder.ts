import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes the files of a cache folder that were not used for longest until the rest takes no more than `limitBytes`. What
 * cannot be looked at or removed stays. A folder that does not exist is empty.
 */
export async function pruneFolder(folder: string, limitBytes: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      return found?.isFile() ? [{ path, bytes: found.size, used: Math.max(found.atimeMs, found.mtimeMs) }] : [];
    }),
  );
  let left = limitBytes;
  for (const { path, bytes } of files.flat().sort((a, b) => b.used - a.used)) {
    left -= bytes;
    if (left < 0) await rm(path, { force: true }).catch(() => undefined);
  }
}
