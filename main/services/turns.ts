import { cancelled } from '#core/model/error.ts';

/** Runs work one after another, in the order of asking. */
export type Turns = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Who gives up while waiting is rejected with 'cancelled' when its turn comes. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work, signal) => {
    const turn = last.then(() => {
      if (signal?.aborted) throw cancelled();
      return work();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}
