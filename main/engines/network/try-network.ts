import type { NetworkFile, NetworkJobs } from './network-jobs.ts';
import { runNetwork } from './run-network.ts';
import type { SessionCache } from './session-cache.ts';

/** Runs a network on zeros: whether its answer is made of numbers, and what its classes add up to. */
export async function tryNetwork(
  sessions: SessionCache,
  network: NetworkFile,
  shape: readonly number[],
): Promise<NetworkJobs['network.try']['out']> {
  const input = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  const { answer, ...outcome } = await runNetwork(sessions, network, input, shape, null);
  const classes = outcome.shape.at(-1) ?? 1;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let finite = true;
  for (let at = 0; at < answer.length; at += classes) {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += answer[at + k]!;
    finite &&= Number.isFinite(sum);
    least = Math.min(least, sum);
    most = Math.max(most, sum);
  }
  return { ...outcome, finite, sum: { least, most } };
}
