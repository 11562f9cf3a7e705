import { GroveError } from '#core/model/error.ts';
import type { ProjectStore } from './ports.ts';

/** Does long work and keeps in the project what became of it, as far as the project can be written. */
export async function recordedJob<T>(store: ProjectStore, kind: string, title: string, work: () => Promise<T>): Promise<T> {
  if (store.readOnly) return work();
  const id = store.startJob(kind, title);
  try {
    const result = await work();
    store.finishJob(id, 'done', null);
    return result;
  } catch (thrown) {
    const error = GroveError.from(thrown);
    store.finishJob(id, error.kind === 'cancelled' ? 'cancelled' : 'failed', error.message);
    throw thrown;
  }
}
