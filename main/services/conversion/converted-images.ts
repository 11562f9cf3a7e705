import { rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { ComputePool, ImageConverter, RunOptions } from '../ports.ts';
import { createSharedWork } from '../shared-work.ts';
import { createTurns } from '../turns.ts';

/** Copies of images in foreign formats, as OME-TIFF in the cache. */
export interface ConvertedImages {
  /**
   * Path of the copy, made now unless it is there; `again` where it was there once. Null where the converter is not there
   * or the file is none. One conversion runs at a time. Throws what ImageConverter throws and 'not-found' where the original is missing.
   */
  of(path: string, again: boolean, options?: RunOptions): Promise<string | null>;
  /** Path of the copy, or null where there is none now. */
  existing(path: string, options?: RunOptions): Promise<string | null>;
  /** Removes a copy that turned out to be useless. */
  discard(copy: string): Promise<void>;
}

/** Part of the name of every copy; grows when images are converted in another way. */
const VERSION = 1;
const STEPS = 1000;

/** Copies are named by the content of their original, so that a file that was moved or sent twice is converted once. */
export function createConvertedImages(pool: ComputePool, converter: ImageConverter, folder: string): ConvertedImages {
  const converting = createSharedWork<void>();
  const inTurn = createTurns();
  const hashes = new Map<string, { readonly stamp: string; readonly hash: string }>();
  const listeners = new Map<string, Set<NonNullable<RunOptions['onProgress']>>>();
  const touched = new Set<string>();

  /** Null where it is no ordinary file. */
  async function hashOf(path: string, options: RunOptions): Promise<string | null> {
    const found = await stat(path).catch((cause: unknown) => {
      const message = `There is no file ${path}; check the path, or find where it was moved to.`;
      throw new GroveError('not-found', message, { file: path, cause });
    });
    if (!found.isFile()) return null;
    const stamp = `${found.mtimeMs}-${found.size}-${found.ino}`;
    const known = hashes.get(path);
    if (known?.stamp === stamp) return known.hash;
    const { onProgress: _, ...silent } = options;
    const { hash } = await pool.run('image.hash', { path }, silent);
    hashes.set(path, { stamp, hash });
    return hash;
  }

  async function isThere(copy: string): Promise<boolean> {
    const found = await stat(copy).catch(() => null);
    if (found === null) return false;
    if (!touched.has(copy)) {
      touched.add(copy);
      // Copies not used for longest are removed first; the time of writing stays, it tells readers that the file is the same.
      await utimes(copy, new Date(), found.mtime).catch(() => undefined);
    }
    return true;
  }

  async function convert(path: string, copy: string, stage: string, options: RunOptions): Promise<void> {
    const heard = listeners.get(copy) ?? new Set();
    listeners.set(copy, heard);
    if (options.onProgress !== undefined) heard.add(options.onProgress);
    try {
      await converting.run(copy, options.signal, (signal) =>
        inTurn(async () => {
          const onShare = (share: number): void => {
            for (const listener of heard) listener(Math.round(share * STEPS), STEPS, stage);
          };
          onShare(0);
          await converter.convert(path, copy, { signal, onShare });
        }, signal),
      );
    } finally {
      if (options.onProgress !== undefined) heard.delete(options.onProgress);
      if (heard.size === 0) listeners.delete(copy);
    }
  }

  async function placeOf(path: string, options: RunOptions): Promise<string | null> {
    const hash = await hashOf(path, options);
    return hash === null ? null : join(folder, `${hash.replace(':', '-').slice(0, 48)}-v${VERSION}.ome.tif`);
  }

  return {
    async of(path, again, options = {}) {
      const copy = await placeOf(path, options);
      if (copy === null || (await isThere(copy))) return copy;
      if (!(await converter.available())) return null;
      const stage = again ? `Converting ${basename(path)} again, its copy was removed` : `Converting ${basename(path)}`;
      await convert(path, copy, stage, options);
      return copy;
    },
    async existing(path, options = {}) {
      const copy = await placeOf(path, options);
      return copy !== null && (await isThere(copy)) ? copy : null;
    },
    discard: (copy) => rm(copy, { force: true }),
  };
}
