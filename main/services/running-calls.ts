import type { Progress } from '#contract/contract.ts';
import type { CallReply } from '#contract/frames.ts';
import { GroveError } from '#core/model/error.ts';
import type { Dispatch } from './dispatch.ts';

/** More than any window has a use for. */
const MAX_RUNNING = 1000;

/** The calls of one window, by the ids the window gave them. */
export interface RunningCalls {
  readonly size: number;
  /** Never rejects. An id that is still running, or one call too many, is answered with 'invalid-input'. */
  start(id: number, method: string, input: unknown, onProgress: (progress: Progress) => void): Promise<CallReply>;
  /** An id that is not running is none of our business: its answer is on the way. */
  cancel(id: number): void;
  cancelAll(): void;
}

export function createRunningCalls(dispatch: Dispatch): RunningCalls {
  const running = new Map<number, AbortController>();

  const refusal = (id: number): GroveError | null => {
    if (running.has(id)) return new GroveError('invalid-input', `Call ${id} is still running; give each call its own id.`);
    if (running.size < MAX_RUNNING) return null;
    return new GroveError('invalid-input', `More than ${MAX_RUNNING} calls at once; wait for some to finish.`);
  };

  return {
    get size() {
      return running.size;
    },
    async start(id, method, input, onProgress) {
      const refused = refusal(id);
      if (refused) return { error: refused.toData() };
      const controller = new AbortController();
      running.set(id, controller);
      try {
        return { output: await dispatch.call(method, input, { signal: controller.signal, onProgress }) };
      } catch (thrown) {
        return { error: GroveError.from(thrown).toData() };
      } finally {
        running.delete(id);
      }
    },
    cancel(id) {
      running.get(id)?.abort();
    },
    cancelAll() {
      for (const controller of running.values()) controller.abort();
    },
  };
}
