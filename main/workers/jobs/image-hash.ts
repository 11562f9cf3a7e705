import { contentHash } from '../../engines/content-hash.ts';
import type { JobContext } from '../job-context.ts';

export function imageHash({ path }: { path: string }, context: JobContext): Promise<{ hash: string; bytes: number }> {
  return contentHash(path, () => context.throwIfCancelled());
}
