import type { NetworkJobs } from '../engines/network/network-jobs.ts';
import { runNetwork } from '../engines/network/run-network.ts';
import { createSessionCache } from '../engines/network/session-cache.ts';
import { tryNetwork } from '../engines/network/try-network.ts';
import { serveJobs } from './serve-jobs.ts';

/** Sessions kept open by this thread. */
const SESSION_BYTES = 1.5 * 2 ** 30;

const sessions = createSessionCache(SESSION_BYTES);

/** Entry of the thread that runs networks: a running network blocks it, so nothing else happens here. */
serveJobs<NetworkJobs>({
  'network.try': ({ network, shape }) => tryNetwork(sessions, network, shape),
  'network.run': async ({ network, input, shape, output }) => {
    const { answer: _, ...outcome } = await runNetwork(sessions, network, input, shape, output);
    return outcome;
  },
  'network.forget': async ({ key }) => {
    await sessions.forget(key);
    return null;
  },
});
