import { describe, expect, it } from 'vitest';
import { createTileGate } from '../../../main/services/network/tile-gate.ts';

/** Work that ends when it is told to. */
function work(log: string[], name: string) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    end,
    run: async () => {
      log.push(name);
      await ended;
      return name;
    },
  };
}

describe('the gate of tiles', () => {
  it('lets a few through at once, then the most urgent, then the oldest', async () => {
    const gate = createTileGate(2);
    const log: string[] = [];
    const all = ['a', 'b', 'c', 'd', 'urgent'].map((name) => work(log, name));
    const runs = all.map((one, i) => gate.run(one.run, { priority: i === 4 ? 1 : 3 }));
    await Promise.resolve();
    expect(log).toEqual(['a', 'b']);
    for (const one of all) {
      one.end();
      await new Promise(setImmediate);
    }
    expect(await Promise.all(runs)).toEqual(['a', 'b', 'c', 'd', 'urgent']);
    expect(log).toEqual(['a', 'b', 'urgent', 'c', 'd']);
  });

  it('forgets what is aborted while it waits, and goes on after failures', async () => {
    const gate = createTileGate(1);
    const log: string[] = [];
    const first = gate.run(() => Promise.reject(new Error('no')));
    const stop = new AbortController();
    const waiting = gate.run(work(log, 'aborted').run, { signal: stop.signal });
    const last = gate.run(async () => 'last');
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(first).rejects.toThrow('no');
    expect(await last).toBe('last');
    await expect(gate.run(async () => 1, { signal: stop.signal })).rejects.toMatchObject({ kind: 'cancelled' });
    expect(log).toEqual([]);
  });
});
