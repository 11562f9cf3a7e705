import type { ErrorData } from '#core/model/error.ts';
import type { Sent } from './kept-buffers.ts';

/** What passes between the pool and a worker thread. `id` counts the jobs of one pool from 1. */
export interface JobRequest {
  readonly id: number;
  readonly kind: string;
  readonly input: unknown;
}

/** A request on its way: arrays over shared memory travel beside the input. */
export type SentRequest = Pick<JobRequest, 'id' | 'kind'> & Sent;

export type JobReply =
  | { readonly id: number; readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly id: number; readonly type: 'done'; readonly output: unknown }
  | { readonly id: number; readonly type: 'failed'; readonly error: ErrorData; readonly stack: string | undefined };

/** Given to a worker thread at its start. */
export interface WorkerSetup {
  /** One shared 32-bit number: the id of the job that shall stop. Long loops look at it, no message has to get through. */
  readonly cancelledJob: Int32Array;
  /** Number of threads of the pool. */
  readonly threads: number;
}
