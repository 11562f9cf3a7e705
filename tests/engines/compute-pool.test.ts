import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createWorkerPool, type WorkerPool } from '../../main/engines/compute-pool.ts';
import type { TestJobs } from './test-jobs.ts';

const worker = fileURLToPath(new URL('./test.worker.ts', import.meta.url));
let pool: WorkerPool<TestJobs>;
const open = (threads: number): WorkerPool<TestJobs> => {
  pool = createWorkerPool<TestJobs>({ threads, worker });
  return pool;
};
afterEach(() => pool.close());

const shared = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
const openGate = (gate: Int32Array): void => {
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
};
const until = async (reached: () => boolean): Promise<void> => {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('a pool of worker threads', () => {
  it('runs jobs and moves their results', async () => {
    const { values } = await open(1).run('double', { values: new Float32Array([1, 2.5]) });
    expect([...values]).toEqual([2, 5]);
  });

  it('shares memory instead of copying it', async () => {
    const numbers = shared(3);
    open(2);
    await Promise.all([pool.run('increment', { shared: numbers }), pool.run('increment', { shared: numbers })]);
    expect([...numbers]).toEqual([2, 2, 2]);
  });

  it('starts the smallest priority first and the oldest first among equals', async () => {
    open(1);
    const log = shared(6);
    const gate = shared(1);
    const first = pool.run('log', { name: 1, log, gate });
    const rest = [
      pool.run('log', { name: 2, log, gate }, { priority: 2 }),
      pool.run('log', { name: 3, log, gate }, { priority: 0 }),
      pool.run('log', { name: 4, log, gate }, { priority: 2 }),
      pool.run('log', { name: 5, log, gate }, { priority: 0 }),
    ];
    openGate(gate);
    await Promise.all([first, ...rest]);
    expect([...log]).toEqual([5, 1, 3, 5, 2, 4]);
  });

  it('never starts a job that was aborted while it waited', async () => {
    open(1);
    const log = shared(4);
    const gate = shared(1);
    const running = pool.run('log', { name: 1, log, gate });
    const abort = new AbortController();
    const waiting = pool.run('log', { name: 2, log, gate }, { signal: abort.signal });
    const last = pool.run('log', { name: 3, log, gate });
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    openGate(gate);
    await Promise.all([running, last]);
    expect([...log]).toEqual([2, 1, 3, 0]);
  });

  it('stops a running job that looks at its flag, and the thread goes on with the next', async () => {
    open(1);
    const abort = new AbortController();
    const gate = shared(1);
    const endless = pool.run('endless', { gate }, { signal: abort.signal });
    await until(() => Atomics.load(gate, 0) === 1);
    abort.abort();
    await expect(endless).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await pool.run('steps', { count: 1 })).toBe(1);
  });

  it('refuses a job whose signal is aborted already', async () => {
    await expect(open(1).run('steps', { count: 1 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });

  it('carries the kind, message and file of an error over', async () => {
    await expect(open(1).run('refuse', { file: 'a.tif' })).rejects.toMatchObject({
      name: 'GroveError',
      kind: 'unreadable',
      message: 'a.tif cannot be read.',
      file: 'a.tif',
    });
  });

  it('reports a defect as internal, with the place where it happened', async () => {
    const error = await open(1)
      .run('defect', null)
      .catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ kind: 'internal', message: 'a defect' });
    expect((error as Error).stack).toContain('test.worker.ts');
  });

  it('rejects the job of a thread that died and replaces the thread', async () => {
    open(1);
    const dying = pool.run('die', null);
    const after = pool.run('steps', { count: 2 });
    await expect(dying).rejects.toMatchObject({
      kind: 'internal',
      message: expect.stringContaining("'die' stopped: exit code 3"),
    });
    expect(await after).toBe(2);
  });

  it('rejects a job that cannot be sent and goes on', async () => {
    open(1);
    const unsendable = { values: (() => 1) as unknown as Float32Array };
    await expect(pool.run('double', unsendable)).rejects.toMatchObject({ kind: 'internal' });
    expect(await pool.run('steps', { count: 1 })).toBe(1);
  });

  it('hands on progress in order', async () => {
    const seen: number[] = [];
    await open(1).run('steps', { count: 4 }, { onProgress: (done, total) => seen.push(done / total) });
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('runs as many jobs at once as it has threads', async () => {
    open(3);
    const log = shared(5);
    const gate = shared(1);
    const jobs = [1, 2, 3, 4].map((name) => pool.run('log', { name, log, gate }));
    await until(() => Atomics.load(log, 0) === 3);
    openGate(gate);
    await Promise.all(jobs);
    expect(Atomics.load(log, 0)).toBe(4);
  });

  it('gives jobs of a lane to the same thread while that costs no waiting', async () => {
    open(2);
    const busy = shared(1);
    const ids = (lane: number) => pool.run('thread', null, { lane });
    await Promise.all([
      pool.run('wait', { gate: busy, count: 2 }, { lane: 0 }),
      pool.run('wait', { gate: busy, count: 2 }, { lane: 1 }),
    ]);
    const used: number[] = [];
    for (const lane of [0, 0, 1, 0, 1, 1, 2, 3]) used.push(await ids(lane));
    expect(new Set([used[0], used[1], used[3], used[6]]).size).toBe(1);
    expect(new Set([used[2], used[4], used[5], used[7]]).size).toBe(1);
    expect(used[0]).not.toBe(used[2]);

    const held = shared(1);
    const log = shared(3);
    const blocked = pool.run('log', { name: 1, log, gate: held }, { lane: 0 });
    await until(() => Atomics.load(log, 0) === 1);
    expect(await ids(0)).toBe(used[2]);
    openGate(held);
    await blocked;
  });

  it('rejects what is left when it closes', async () => {
    open(1);
    const gate = shared(1);
    const running = pool.run('endless', { gate });
    const waiting = pool.run('steps', { count: 1 });
    const both = Promise.allSettled([running, waiting]);
    await pool.close();
    expect((await both).map((one) => one.status)).toEqual(['rejected', 'rejected']);
    await expect(pool.run('steps', { count: 1 })).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
