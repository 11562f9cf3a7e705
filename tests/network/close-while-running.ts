/** Closes the thread of networks while it runs one: `node close-while-running.ts NETWORK EDGE`. Prints how the runs ended. */
import { createNetworkRunner } from '../../main/engines/network/network-runner.ts';

const [path, edge] = [process.argv[2]!, Number(process.argv[3])];
const runner = createNetworkRunner();
const network = { key: 'a', path, provider: 'cpu' as const };
const shape = [1, edge, edge, 1];
await runner.tryOut(network, [1, 16, 16, 1]);
const array = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));
const runs = [1, 2, 3].map(() => runner.run(network, array(edge * edge), shape, array(2 * edge * edge)));
const ended = Promise.all(
  runs.map((run) =>
    run.then(
      () => 'done',
      (error: { kind?: string }) => error.kind,
    ),
  ),
);
await new Promise((resolve) => setTimeout(resolve, 30));
await runner.close();
console.log((await ended).join());
