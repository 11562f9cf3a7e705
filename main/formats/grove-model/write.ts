import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import { encodeModel } from './encode.ts';

/**
 * Writes a model file. It is written beside its place, flushed and renamed, so that at any moment the file at `path` is the old
 * one or the new one, whole. Throws GroveError 'not-found' (no such folder), 'disk-full', 'read-only', 'unreadable'.
 */
export async function writeModel(path: string, model: PixelClassifier): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(encodeModel(model));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw writeError(error, path);
  }
  await flushFolder(dirname(path));
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

function writeError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const about = { file: path, cause: error };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new GroveError(
        'not-found',
        `The model cannot be saved as ${path}: there is no such folder; choose another place.`,
        about,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new GroveError('disk-full', `The model cannot be saved as ${path}: the disk is full; free some space on it.`, about);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new GroveError(
        'read-only',
        `The model cannot be saved as ${path}: you may not write there; choose another place.`,
        about,
      );
    case 'EISDIR':
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new GroveError(
        'invalid-input',
        `The model cannot be saved as ${path}: that is a folder; choose another name.`,
        about,
      );
    default:
      return error;
  }
}
