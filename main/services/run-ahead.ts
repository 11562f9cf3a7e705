import { cancelled } from '#core/model/error.ts';

/**
 * Runs `work` for the items in order, at most `ahead` of them at a time, and gives the results to `use` in the order of the
 * items, one after another. Memory holds at most `ahead` results. The first failure stops the rest, aborts what runs and is
 * thrown once nothing runs any more.
 */
export async function runAhead<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  use: (result: Result, item: Item) => Promise<void> | void,
  signal?: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const forward = (): void => stop.abort();
  if (signal?.aborted) forward();
  signal?.addEventListener('abort', forward, { once: true });
  const source = items[Symbol.iterator]();
  const running: { item: Item; result: Promise<Result> }[] = [];
  const fill = (): void => {
    while (running.length < ahead) {
      const next = source.next();
      if (next.done) return;
      const result = work(next.value, stop.signal);
      result.catch(() => undefined);
      running.push({ item: next.value, result });
    }
  };
  try {
    for (;;) {
      // Results that were at hand already never look at the signal.
      if (signal?.aborted) throw cancelled();
      fill();
      const first = running.shift();
      if (first === undefined) return;
      const result = await first.result;
      fill();
      await use(result, first.item);
    }
  } catch (error) {
    stop.abort();
    await Promise.allSettled(running.map((one) => one.result));
    throw error;
  } finally {
    signal?.removeEventListener('abort', forward);
  }
}
