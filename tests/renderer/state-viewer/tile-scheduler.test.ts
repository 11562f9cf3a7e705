import { describe, expect, it } from 'vitest';
import { centredAt, visibleBox } from '../../../renderer/state/camera.ts';
import { levelForZoom, type TileAddress } from '../../../renderer/state/tile-level.ts';
import { createTileScheduler, type Wanted } from '../../../renderer/state/tile-scheduler.ts';
import { wantedTiles } from '../../../renderer/state/tile-wants.ts';
import { seededRandom } from './random.ts';

interface Request {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly resolve: (value: string) => void;
  readonly reject: (error: unknown) => void;
}

/** A host whose answers are given by hand. */
function scripted(limit: number) {
  const open: Request[] = [];
  const arrived: string[] = [];
  const failed: string[] = [];
  const started: Request[] = [];
  const scheduler = createTileScheduler<string, string>({
    limit,
    load: (key, _tier, signal) =>
      new Promise((resolve, reject) => {
        const request = { key, signal, resolve, reject };
        open.push(request);
        started.push(request);
      }),
    arrived: (key) => arrived.push(key),
    failed: (key) => failed.push(key),
  });
  const running = () => open.filter(({ signal }) => !signal.aborted);
  const answer = async (request: Request) => {
    open.splice(open.indexOf(request), 1);
    request.resolve(request.key);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { scheduler, open, arrived, failed, started, running, answer };
}

const want = (...keys: [string, number][]): Wanted<string>[] => keys.map(([key, tier]) => ({ key, tier, address: key }));

describe('the tile scheduler', () => {
  it('starts the most urgent first and no more than its limit', async () => {
    const host = scripted(2);
    host.scheduler.want(want(['a', 0], ['b', 0], ['c', 1], ['d', 2]));
    expect(host.started.map(({ key }) => key)).toEqual(['a', 'b']);
    await host.answer(host.open[0]);
    expect(host.started.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(host.scheduler.stats()).toMatchObject({ requested: 3, arrived: 1, inFlight: 2, waiting: 1, cancelled: 0 });
  });

  it('aborts what is no longer wanted and counts it', async () => {
    const host = scripted(2);
    host.scheduler.want(want(['a', 0], ['b', 0], ['c', 0]));
    host.scheduler.want(want(['b', 0], ['d', 0]));
    expect(host.started.map(({ key, signal }) => [key, signal.aborted])).toEqual([
      ['a', true],
      ['b', false],
      ['d', false],
    ]);
    expect(host.scheduler.stats().cancelled).toBe(1);
    await host.answer(host.started[0]);
    expect(host.arrived).toEqual([]);
  });

  it('gives the place of a prefetched tile to a visible one', () => {
    const host = scripted(2);
    host.scheduler.want(want(['far', 1], ['coarse', 2]));
    host.scheduler.want(want(['seen', 0], ['far', 1], ['coarse', 2]));
    expect(host.running().map(({ key }) => key)).toEqual(['far', 'seen']);
    expect(host.scheduler.stats()).toMatchObject({ cancelled: 1, waiting: 1 });
  });

  it('keeps a flight that becomes visible', () => {
    const host = scripted(1);
    host.scheduler.want(want(['a', 1]));
    host.scheduler.want(want(['a', 0], ['b', 0]));
    expect(host.running().map(({ key }) => key)).toEqual(['a']);
    expect(host.scheduler.stats().cancelled).toBe(0);
  });

  it('leaves failed tiles alone until it is told to try again', async () => {
    const host = scripted(2);
    host.scheduler.want(want(['a', 0]));
    host.open[0].reject(new Error('broken'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(host.failed).toEqual(['a']);
    host.scheduler.want(want(['a', 0]));
    expect(host.started.length).toBe(1);
    host.scheduler.retry();
    host.scheduler.want(want(['a', 0]));
    expect(host.started.length).toBe(2);
  });

  it('lets nothing arrive after it was closed', async () => {
    const host = scripted(2);
    host.scheduler.want(want(['a', 0], ['b', 0], ['c', 0]));
    host.scheduler.close();
    for (const request of [...host.open]) await host.answer(request);
    expect(host.arrived).toEqual([]);
    expect(host.scheduler.stats()).toMatchObject({ cancelled: 2, inFlight: 0, waiting: 0 });
  });
});

describe('a long walk over a large image', () => {
  it('keeps to its limit, aborts all that scrolled away and puts what is visible first', async () => {
    const levels = [{ width: 16_384, height: 16_384, downsample: 1 }];
    while (levels[levels.length - 1].width > 256) {
      const last = levels[levels.length - 1];
      levels.push({ width: last.width / 2, height: last.height / 2, downsample: last.downsample * 2 });
    }
    const LIMIT = 6;
    const random = seededRandom(7);
    const view = { width: 1200, height: 800 };
    const keyOf = ({ level, column, row }: TileAddress): string => `${level}/${column}/${row}`;
    const cache = new Set<string>();
    const running = new Map<string, { signal: AbortSignal; tier: number; done: (value: string) => void }>();
    let aborted = 0;
    let most = 0;
    const scheduler = createTileScheduler<TileAddress, string>({
      limit: LIMIT,
      load: (address, tier, signal) =>
        new Promise((resolve, reject) => {
          const key = keyOf(address);
          running.set(key, { signal, tier, done: resolve });
          most = Math.max(most, running.size);
          signal.addEventListener('abort', () => {
            aborted++;
            running.delete(key);
            reject(new Error('aborted'));
          });
        }),
      arrived: (key) => cache.add(key),
      failed: () => {
        throw new Error('Nothing fails here.');
      },
    });

    let camera = centredAt(8000, 8000, 0.8, view);
    let jumps = 0;
    for (let step = 0; step < 600; step++) {
      const kind = random();
      if (kind < 0.1) {
        camera = centredAt(random() * 16_000, random() * 16_000, 2 ** (random() * 7 - 5), view);
        jumps++;
      } else {
        camera = { ...camera, x: camera.x + (random() - 0.4) * 500, y: camera.y + (random() - 0.4) * 400 };
      }
      const box = visibleBox(camera, view, levels[0]);
      const level = levelForZoom(levels, camera.zoom);
      const wanted = wantedTiles(levels, level, box, { ring: 1, coarser: true, base: true })
        .map(({ address, tier }) => ({ key: keyOf(address), tier, address }))
        .filter(({ key }) => !cache.has(key));
      scheduler.want(wanted);

      const keys = new Map(wanted.map(({ key, tier }) => [key, tier]));
      expect(scheduler.stats().inFlight).toBe(running.size);
      expect(running.size).toBe(Math.min(LIMIT, wanted.length));
      for (const key of running.keys()) expect(keys.has(key)).toBe(true);
      const visible = wanted.filter(({ tier }) => tier === 0).length;
      const visibleRunning = [...running.keys()].filter((key) => keys.get(key) === 0).length;
      expect(visibleRunning).toBe(Math.min(LIMIT, visible));

      for (const [key, { done }] of [...running]) {
        if (random() < 0.5) continue;
        running.delete(key);
        done(key);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    const stats = scheduler.stats();
    expect(most).toBe(LIMIT);
    expect(jumps).toBeGreaterThan(30);
    expect(stats.cancelled).toBe(aborted);
    expect(stats.cancelled).toBeGreaterThan(100);
    expect(stats.requested).toBe(stats.arrived + stats.cancelled + stats.inFlight);
    expect(stats.arrived).toBe(cache.size);
  });
});
