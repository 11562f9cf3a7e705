import type { Events } from '#contract/contract.ts';
import type { Handlers } from './handlers.ts';

/** Grove without a door: what IPC, the local host and the command line open it with. */
export interface Application {
  readonly handlers: Handlers;
  /** Returns the function that stops listening. */
  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void;
  /** Finishes what must be finished, stops the worker threads, closes the project. */
  close(): Promise<void>;
}
