import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { writeError } from './write-error.ts';

/** A file being written beside its place. What stands at the place stays until `commit`. */
export interface ReplacementFile {
  readonly temporary: string;
  /** Throws GroveError 'disk-full', 'read-only', … */
  write(bytes: Uint8Array, at: number): Promise<void>;
  /** Flushes to disk, then renames: at any moment the file at its place is the old or the new one, whole. */
  commit(): Promise<void>;
  /** Removes it, also after `commit`. */
  discard(): Promise<void>;
}

/** Throws GroveError 'not-found' (no such folder), 'read-only', 'disk-full', 'invalid-input' (a folder of that name). */
export async function createReplacementFile(path: string): Promise<ReplacementFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.partial`);
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) {
    throw new GroveError('invalid-input', `${path} is a folder; choose another name for the file.`, { file: path });
  }
  let handle: FileHandle | null = await open(temporary, 'wx').catch((error: unknown) => {
    throw writeError(error, path);
  });
  let committed = false;

  const close = async (): Promise<void> => {
    const closing = handle;
    handle = null;
    await closing?.close();
  };
  return {
    temporary,
    async write(bytes, at) {
      if (handle === null) throw new Error(`${temporary} is closed.`);
      try {
        for (let done = 0; done < bytes.length; ) {
          done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
        }
      } catch (error) {
        throw writeError(error, path);
      }
    },
    async commit() {
      try {
        await handle?.sync();
        await close();
        await rename(temporary, path);
        committed = true;
      } catch (error) {
        throw writeError(error, path);
      }
      await flushFolder(dirname(path));
    },
    async discard() {
      await close().catch(() => {});
      await rm(committed ? path : temporary, { force: true }).catch(() => {});
    },
  };
}

/** Makes the rename itself durable; Windows cannot flush folders and needs not. */
async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The file is complete; only its name may come later.
  }
}
