import { cancelled } from '#core/model/error.ts';

/** Work that several callers may want at the same time and that is done once for all of them. */
export interface SharedWork<T> {
  /**
   * The result of the work called `key`, started unless it is under way. A caller that gives up is rejected with 'cancelled' at
   * once; the work itself is aborted when nobody waits for it any more. Nothing is remembered once it is finished.
   */
  run(key: string, signal: AbortSignal | undefined, start: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Running<T> {
  readonly abort: AbortController;
  readonly result: Promise<T>;
  waiting: number;
}

export function createSharedWork<T>(): SharedWork<T> {
  const running = new Map<string, Running<T>>();

  function begin(key: string, start: (signal: AbortSignal) => Promise<T>): Running<T> {
    const abort = new AbortController();
    const work: Running<T> = { abort, result: start(abort.signal), waiting: 0 };
    running.set(key, work);
    const forget = (): void => {
      if (running.get(key) === work) running.delete(key);
    };
    work.result.then(forget, forget);
    return work;
  }

  return {
    run(key, signal, start) {
      if (signal?.aborted) return Promise.reject(cancelled());
      const work = running.get(key) ?? begin(key, start);
      work.waiting++;
      return new Promise<T>((resolve, reject) => {
        const giveUp = (): void => {
          work.waiting--;
          if (work.waiting === 0) {
            work.abort.abort();
            if (running.get(key) === work) running.delete(key);
          }
          reject(cancelled());
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        work.result.then(resolve, reject).finally(() => signal?.removeEventListener('abort', giveUp));
      });
    },
  };
}
