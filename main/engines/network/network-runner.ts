import type { NetworkRunner, RunOptions } from '../../services/ports.ts';
import { createWorkerPool } from '../compute-pool.ts';
import { workerPath } from '../worker-location.ts';
import type { NetworkJobs } from './network-jobs.ts';

/**
 * Runs networks on one thread; the runtime itself uses all cores, or the graphics processor. The thread starts with the first
 * network. A run that waits can be cancelled, one that is under way ends by itself.
 */
export function createNetworkRunner({ worker = workerPath('network') }: { worker?: string } = {}): NetworkRunner {
  const pool = createWorkerPool<NetworkJobs>({ threads: 1, worker });
  const closing = new AbortController();
  const unfinished = new Set<Promise<unknown>>();

  function run<K extends keyof NetworkJobs>(
    kind: K,
    input: NetworkJobs[K]['in'],
    options: RunOptions = {},
  ): Promise<NetworkJobs[K]['out']> {
    const signal = options.signal === undefined ? closing.signal : AbortSignal.any([options.signal, closing.signal]);
    const job = pool.run(kind, input, { ...options, signal });
    unfinished.add(job);
    const done = (): boolean => unfinished.delete(job);
    job.then(done, done);
    return job;
  }

  return {
    tryOut: (network, shape, options) => run('network.try', { network, shape }, options),
    run: (network, input, shape, output, options) => run('network.run', { network, input, shape, output }, options),
    async forget(key) {
      await run('network.forget', { key });
    },
    async close() {
      // Ending the thread within the runtime would end the whole process.
      closing.abort();
      await Promise.allSettled(unfinished);
      await pool.close();
    },
  };
}
