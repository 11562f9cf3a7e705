import { contentHash } from '../../engines/content-hash.ts';
import { fileSetHash } from '../../engines/file-set-hash.ts';
import type { JobContext } from '../job-context.ts';
import { imageFiles } from './image-files.ts';

/** Names an image by the content of all its files. */
export async function imageHash({ path }: { path: string }, context: JobContext): Promise<{ hash: string; bytes: number }> {
  const throwIfCancelled = (): void => context.throwIfCancelled();
  const files = await imageFiles({ path });
  return files.length > 1 ? fileSetHash(files, throwIfCancelled) : contentHash(path, throwIfCancelled);
}
