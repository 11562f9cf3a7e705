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
    try {
      store.finishJob(id, error.kind === 'cancelled' ? 'cancelled' : 'failed', error.message);
    } catch {
      // The project was closed meanwhile or takes no more writes. The work's own error says more; a job without an end counts as
      // interrupted when the project is opened again.
    }
    throw thrown;
  }
}
