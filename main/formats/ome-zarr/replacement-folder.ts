import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { writeError } from '../writing/write-error.ts';
import { ZARR_MARKS } from './zarr-marks.ts';

/** A folder being written beside its place. What stands at the place stays until `commit`. */
export interface ReplacementFolder {
  readonly temporary: string;
  /** Writes a whole file, flushed to disk; `name` is its path inside the folder with `/`. Throws 'disk-full', 'read-only', … */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Puts the folder in its place. An older Zarr folder there is moved aside first and removed only afterwards. */
  commit(): Promise<void>;
  /** Removes it, also after `commit`. */
  discard(): Promise<void>;
}

/**
 * Throws GroveError 'not-found' (no such folder to write into), 'read-only', 'disk-full', and 'invalid-input' where something
 * stands at `path` that is neither a Zarr folder nor an empty one.
 */
export async function createReplacementFolder(path: string): Promise<ReplacementFolder> {
  await refuseOthers(path);
  const beside = (ending: string): string => join(dirname(path), `.${basename(path)}.${randomUUID()}.${ending}`);
  const temporary = beside('partial');
  await mkdir(temporary).catch((error: unknown) => {
    throw writeError(error, path);
  });
  let committed = false;

  return {
    temporary,
    async put(name, bytes) {
      const file = join(temporary, name);
      try {
        await writeFlushed(file, bytes).catch(async (error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error;
          await mkdir(dirname(file), { recursive: true });
          await writeFlushed(file, bytes);
        });
      } catch (error) {
        throw writeError(error, path);
      }
    },
    async commit() {
      const aside = beside('old');
      try {
        await refuseOthers(path);
        const replaced = await rename(path, aside).then(
          () => true,
          (error: NodeJS.ErrnoException) => {
            if (error.code === 'ENOENT') return false;
            throw error;
          },
        );
        await rename(temporary, path).catch(async (error: unknown) => {
          if (replaced) await rename(aside, path);
          throw error;
        });
        committed = true;
      } catch (error) {
        throw writeError(error, path);
      }
      await rm(aside, { recursive: true, force: true }).catch(() => {});
    },
    async discard() {
      await rm(committed ? path : temporary, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
    },
  };
}

async function writeFlushed(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function refuseOthers(path: string): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (there === null) return;
  const names = there.isDirectory() ? await readdir(path) : null;
  if (names?.length === 0 || names?.some((name) => ZARR_MARKS.includes(name))) return;
  const what = names === null ? 'a file' : 'a folder with other things in it';
  throw new GroveError('invalid-input', `${path} is ${what}; choose another name for the OME-Zarr.`, { file: path });
}
