import { cancelled } from '#core/model/error.ts';
import type { RunOptions } from '../ports.ts';

/** Lets a few pieces of work through at a time. */
export interface TileGate {
  /** Runs `work` when it is its turn: the smallest priority first, then the oldest. Rejects with 'cancelled' when aborted before. */
  run<Result>(work: () => Promise<Result>, options?: RunOptions): Promise<Result>;
}

interface Waiting {
  readonly priority: number;
  readonly begin: () => void;
}

const DEFAULT_PRIORITY = 5;

export function createTileGate(most: number): TileGate {
  const waiting: Waiting[] = [];
  let under = 0;

  function next(): void {
    if (under >= most) return;
    let first = 0;
    for (let i = 1; i < waiting.length; i++) if (waiting[i]!.priority < waiting[first]!.priority) first = i;
    const [one] = waiting.splice(first, 1);
    if (one === undefined) return;
    under++;
    one.begin();
  }

  function turn({ signal, priority = DEFAULT_PRIORITY }: RunOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      const abort = (): void => {
        waiting.splice(waiting.indexOf(one), 1);
        reject(cancelled());
      };
      const one: Waiting = {
        priority,
        begin() {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      waiting.push(one);
      next();
    });
  }

  return {
    async run(work, options = {}) {
      await turn(options);
      try {
        return await work();
      } finally {
        under--;
        next();
      }
    },
  };
}
