import type { z } from 'zod';
import type { Contract, Method, Output, Progress } from '#contract/contract.ts';

/** What a handler gets besides its input. */
export interface CallContext {
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal;
  progress(value: Progress): void;
}

/** One function per call of the contract; a missing or wrong one does not compile. */
export type Handlers = {
  readonly [M in Method]: (input: z.output<Contract[M]['input']>, context: CallContext) => Promise<Output<M>> | Output<M>;
};
