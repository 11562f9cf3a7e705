import type { Progress } from '#contract/contract.ts';
import type { CallOptions } from '../client/grove-client.ts';
import { type Observable, observable } from './observable.ts';

export type JobKind = 'train' | 'segment' | 'export' | 'images' | 'project' | 'model' | 'hint' | 'trial' | 'judge';

/** Long work that the user can see and cancel. */
export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  readonly title: string;
  readonly progress: Progress | null;
  cancel(): void;
}

export interface Jobs extends Pick<Observable<readonly Job[]>, 'get' | 'subscribe'> {
  /** Lists `work` as a job until it settles; hands it the signal and the progress listener for its calls. */
  run<T>(kind: JobKind, title: string, work: (options: Required<CallOptions>) => Promise<T>): Promise<T>;
  running(kind: JobKind): boolean;
  cancelAll(): void;
}

export function createJobs(): Jobs {
  const list = observable<readonly Job[]>([]);
  let lastId = 0;
  return {
    get: list.get,
    subscribe: list.subscribe,
    running: (kind) => list.get().some((job) => job.kind === kind),
    cancelAll: () => {
      for (const job of list.get()) job.cancel();
    },
    run: async (kind, title, work) => {
      const id = ++lastId;
      const controller = new AbortController();
      const onProgress = (progress: Progress): void =>
        list.set(list.get().map((job) => (job.id === id ? { ...job, progress } : job)));
      list.set([...list.get(), { id, kind, title, progress: null, cancel: () => controller.abort() }]);
      try {
        return await work({ signal: controller.signal, onProgress });
      } finally {
        list.set(list.get().filter((job) => job.id !== id));
      }
    },
  };
}

/** "62 %, 3 s": share done and the estimate of what is left. */
export function progressText(progress: Progress | null): string {
  if (!progress || progress.total <= 0) return '…';
  const percent = `${Math.floor((100 * progress.done) / progress.total)} %`;
  const { secondsLeft } = progress;
  if (secondsLeft === null) return percent;
  return secondsLeft < 90 ? `${percent}, ${Math.ceil(secondsLeft)} s` : `${percent}, ${Math.ceil(secondsLeft / 60)} min`;
}
