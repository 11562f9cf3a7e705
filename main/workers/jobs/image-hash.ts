import { GroveError } from '#core/model/error.ts';
import { contentHash } from '../../engines/content-hash.ts';
import { fileSetHash } from '../../engines/file-set-hash.ts';
import type { JobContext } from '../job-context.ts';
import { openSource } from '../open-sources.ts';

/**
 * Names an image by the content of all its files. Files that Grove does not read itself are named by the one that is given: what
 * their programs keep beside it, such as the .ets of a .vsi, is not known here.
 */
export async function imageHash({ path }: { path: string }, context: JobContext): Promise<{ hash: string; bytes: number }> {
  const throwIfCancelled = (): void => context.throwIfCancelled();
  const files = await filesOf(path);
  return files === null ? contentHash(path, throwIfCancelled) : fileSetHash(files, throwIfCancelled);
}

/** All files of an image that lies in several. */
async function filesOf(path: string): Promise<readonly string[] | null> {
  try {
    return (await openSource({ kind: 'file', path }, true)).files ?? null;
  } catch (error) {
    if (error instanceof GroveError) return null;
    throw error;
  }
}
