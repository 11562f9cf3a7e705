import type { z } from 'zod';
import { contract, type Method, type Progress } from '#contract/contract.ts';
import { cancelled, GroveError } from '#core/model/error.ts';
import type { CallContext, Handlers } from './handlers.ts';
import { limitProgress } from './limit-progress.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Called at most ten times a second. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What became of the calls of one method. */
export interface CallStats {
  readonly received: number;
  readonly finished: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** The one way through every door: IPC, WebSocket, HTTP and the command line. */
export interface Dispatch {
  /**
   * Calls a method by name with an input that may be anything. Rejects with GroveError: 'not-found' for an unknown method,
   * 'invalid-input' naming the field, or whatever the handler threw.
   */
  call(method: string, input: unknown, options?: CallOptions): Promise<unknown>;
  /** Calls so far; methods never called are absent. */
  stats(): Readonly<Partial<Record<Method, CallStats>>>;
}

export interface DispatchOptions {
  /** Takes the stack of a defect; standard error when left out. */
  readonly log?: (message: string) => void;
}

export function createDispatch(handlers: Handlers, { log = console.error }: DispatchOptions = {}): Dispatch {
  const stats: Partial<Record<Method, { received: number; finished: number; failed: number; cancelled: number }>> = {};

  return {
    async call(method, input, { signal = new AbortController().signal, onProgress } = {}) {
      if (!isMethod(method)) throw new GroveError('not-found', `Grove has no call '${method}'.`);
      stats[method] ??= { received: 0, finished: 0, failed: 0, cancelled: 0 };
      const counts = stats[method];
      counts.received++;
      const progress = limitProgress((value) => onProgress?.(value));
      try {
        if (signal.aborted) throw cancelled();
        const output = await run(handlers, method, checked(method, input), { signal, progress: progress.report });
        counts.finished++;
        return output;
      } catch (thrown) {
        const error = GroveError.from(thrown);
        if (error.kind === 'cancelled') counts.cancelled++;
        else counts.failed++;
        if (error.kind === 'internal') log(`${method}: ${stackOf(thrown)}`);
        throw error;
      } finally {
        progress.stop();
      }
    },
    stats: () => structuredClone(stats),
  };
}

function isMethod(name: string): name is Method {
  return Object.hasOwn(contract, name);
}

function checked(method: Method, input: unknown): unknown {
  const schema: z.ZodType = contract[method].input;
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const field = first?.path.join('.') ?? '';
  const where = field === '' ? '' : ` at '${field}'`;
  throw new GroveError('invalid-input', `The input of '${method}' is wrong${where}: ${first?.message ?? 'it does not fit.'}`);
}

/** The types of input and handler belong together by the contract, which the compiler cannot follow for a method in a variable. */
async function run(handlers: Handlers, method: Method, input: unknown, context: CallContext): Promise<unknown> {
  return handlers[method](input as never, context);
}

function stackOf(thrown: unknown): string {
  const cause = thrown instanceof GroveError ? (thrown.cause ?? thrown) : thrown;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
