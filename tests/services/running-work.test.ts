import { describe, expect, it } from 'vitest';
import { createBudgetedCache } from '../../main/services/budgeted-cache.ts';
import { runAhead } from '../../main/services/run-ahead.ts';
import { createSharedWork } from '../../main/services/shared-work.ts';

interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}
function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('shared work', () => {
  it('is done once for all who ask while it runs, and again afterwards', async () => {
    const work = createSharedWork<number>();
    const held = gate();
    let starts = 0;
    const start = async (): Promise<number> => {
      starts++;
      await held.opened;
      return starts;
    };
    const both = [work.run('a', undefined, start), work.run('a', undefined, start)];
    held.open();
    expect(await Promise.all(both)).toEqual([1, 1]);
    expect(await work.run('a', undefined, start)).toBe(2);
  });

  it('goes on while anyone waits and is aborted when nobody does', async () => {
    const work = createSharedWork<number>();
    const held = gate();
    const first = new AbortController();
    const second = new AbortController();
    let inner: AbortSignal | undefined;
    const start = async (signal: AbortSignal): Promise<number> => {
      inner = signal;
      await held.opened;
      return 1;
    };
    const one = work.run('a', first.signal, start);
    const two = work.run('a', second.signal, start);
    first.abort();
    await expect(one).rejects.toMatchObject({ kind: 'cancelled' });
    expect(inner?.aborted).toBe(false);
    second.abort();
    await expect(two).rejects.toMatchObject({ kind: 'cancelled' });
    expect(inner?.aborted).toBe(true);
    held.open();
  });

  it('starts anew for someone who comes after all others gave up', async () => {
    const work = createSharedWork<string>();
    const abort = new AbortController();
    const never = work.run('a', abort.signal, () => new Promise(() => undefined));
    abort.abort();
    await expect(never).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await work.run('a', undefined, async () => 'new')).toBe('new');
  });

  it('fails for all who wait', async () => {
    const work = createSharedWork<number>();
    const fail = async (): Promise<number> => {
      throw new Error('no');
    };
    const both = [work.run('a', undefined, fail), work.run('a', undefined, fail)];
    expect((await Promise.allSettled(both)).map((one) => one.status)).toEqual(['rejected', 'rejected']);
  });
});

describe('running ahead', () => {
  it('uses results in order although they come in another, with no more than allowed at a time', async () => {
    const used: number[] = [];
    let running = 0;
    let most = 0;
    const work = async (i: number): Promise<number> => {
      running++;
      most = Math.max(most, running);
      for (let turn = 0; turn < 7 - (i % 7); turn++) await Promise.resolve();
      running--;
      return i * i;
    };
    await runAhead([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3, work, (square) => void used.push(square));
    expect(used).toEqual([0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
    expect(most).toBe(3);
  });

  it('stops at the first failure, aborts the others and waits for them', async () => {
    const ended: number[] = [];
    const work = (i: number, signal: AbortSignal): Promise<number> =>
      new Promise((resolve, reject) => {
        if (i === 1) return reject(new Error('one failed'));
        if (i === 0) return resolve(0);
        signal.addEventListener('abort', () => {
          ended.push(i);
          reject(new Error('aborted'));
        });
      });
    await expect(runAhead([0, 1, 2, 3, 4, 5], 3, work, () => undefined)).rejects.toThrow('one failed');
    expect(ended).toEqual([2, 3]);
  });
});

describe('a cache with a budget', () => {
  it('drops what was not used for longest and tells', () => {
    const dropped: string[] = [];
    const cache = createBudgetedCache<number>(10, (key) => dropped.push(key));
    cache.set('a', 1, 4);
    cache.set('b', 2, 4);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3, 4);
    expect(dropped).toEqual(['b']);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
    expect(cache.bytes).toBe(8);
  });

  it('keeps one thing that is larger than the budget until the next comes', () => {
    const cache = createBudgetedCache<number>(10);
    cache.set('large', 1, 100);
    expect(cache.get('large')).toBe(1);
    cache.set('small', 2, 1);
    expect(cache.get('large')).toBeUndefined();
    expect(cache.bytes).toBe(1);
  });
});
