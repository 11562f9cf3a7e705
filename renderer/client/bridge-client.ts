import type { Input, Method, Output } from '#contract/contract.ts';
import type { GroveBridge } from '#contract/shell.ts';
import { cancelled, GroveError } from '#core/model/error.ts';
import { createEventListeners } from './event-listeners.ts';
import type { CallOptions, GroveClient } from './grove-client.ts';
import { createPendingCalls } from './pending-calls.ts';

/** The client over the Electron bridge. Window and host live and die together, so the connection is never lost. */
export function createBridgeClient(bridge: GroveBridge): GroveClient {
  const calls = createPendingCalls();
  const events = createEventListeners();
  bridge.onProgress(calls.progress);
  bridge.onEvent(({ event, value }) => events.tell(event, value));

  return {
    call<M extends Method>(method: M, input: Input<M>, options: CallOptions = {}): Promise<Output<M>> {
      if (options.signal?.aborted) return Promise.reject(cancelled());
      const { id, answer } = calls.open(options, bridge.cancel);
      bridge.call(id, method, input).then(
        (reply) => {
          if ('error' in reply) calls.reject(id, GroveError.fromData(reply.error));
          else calls.resolve(id, reply.output);
        },
        (thrown: unknown) => calls.reject(id, GroveError.from(thrown)),
      );
      return answer as Promise<Output<M>>;
    },
    on: events.add,
    onConnection: () => () => undefined,
  };
}
