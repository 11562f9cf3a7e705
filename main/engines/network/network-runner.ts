import type { NetworkRunner } from '../../services/ports.ts';
import { createWorkerPool } from '../compute-pool.ts';
import { workerPath } from '../worker-location.ts';
import type { NetworkJobs } from './network-jobs.ts';

/**
 * Runs networks on one thread; the runtime itself uses all cores, or the graphics processor. The thread starts with the first
 * network. A run that waits can be cancelled, one that is under way ends by itself.
 */
export function createNetworkRunner({ worker = workerPath('network') }: { worker?: string } = {}): NetworkRunner {
  const pool = createWorkerPool<NetworkJobs>({ threads: 1, worker });
  return {
    tryOut: (network, shape, options) => pool.run('network.try', { network, shape }, options),
    run: (network, input, shape, output, options) => pool.run('network.run', { network, input, shape, output }, options),
    async forget(key) {
      await pool.run('network.forget', { key });
    },
    close: () => pool.close(),
  };
}
