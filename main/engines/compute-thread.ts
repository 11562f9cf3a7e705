import { Worker } from 'node:worker_threads';
import { type ErrorData, GroveError } from '#core/model/error.ts';
import type { JobReply, JobRequest, SentRequest, WorkerSetup } from './job-messages.ts';
import { createBufferSender } from './kept-buffers.ts';

/** What becomes of a job on a thread. */
export interface JobCallbacks {
  onProgress(done: number, total: number): void;
  onDone(output: unknown): void;
  onFailed(error: GroveError): void;
}

/** One worker thread, one job at a time. */
export interface ComputeThread {
  start(request: JobRequest, callbacks: JobCallbacks): void;
  /** Asks the running job to stop; it answers through `onFailed`, or `onDone` when it was done before it looked. */
  cancel(id: number): void;
  stop(): Promise<void>;
}

function failure(error: ErrorData, stack: string | undefined): GroveError {
  const failed = GroveError.fromData(error);
  if (error.kind === 'internal' && stack !== undefined) failed.stack = stack;
  return failed;
}

export interface ThreadOptions {
  /** How many threads there are to share the memory for caches. */
  readonly threads: number;
  /** Keeps the compiled code, which lets the next thread start in a quarter of the time. */
  readonly codeFolder: string | undefined;
}

/**
 * Jobs keep little in the heap but hand over many large arrays. A small nursery makes V8 collect them before they pile up: about 15 MB
 * less per thread.
 */
const NURSERY_MB = 2;

/**
 * Starts a thread. `onGone` is called once when it stopped by itself, after the job it was doing has been told.
 */
export function startComputeThread(path: string, { threads, codeFolder }: ThreadOptions, onGone: () => void): ComputeThread {
  const cancelledJob = new Int32Array(new SharedArrayBuffer(4));
  const setup: WorkerSetup = { cancelledJob, threads };
  const env = codeFolder === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: codeFolder };
  const worker = new Worker(path, { workerData: setup, env, resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB } });
  worker.unref();
  const toSend = createBufferSender();
  let current: { request: JobRequest; callbacks: JobCallbacks } | null = null;
  let stopping = false;
  let gone = false;

  worker.on('message', (reply: JobReply) => {
    if (current === null || reply.id !== current.request.id) return;
    const { callbacks } = current;
    if (reply.type === 'progress') {
      callbacks.onProgress(reply.done, reply.total);
      return;
    }
    current = null;
    worker.unref();
    if (reply.type === 'done') callbacks.onDone(reply.output);
    else callbacks.onFailed(failure(reply.error, reply.stack));
  });

  const lost = (reason: string): void => {
    if (gone) return;
    gone = true;
    const job = current;
    current = null;
    if (!stopping) onGone();
    const message = `The worker thread doing '${job?.request.kind}' stopped: ${reason}. Try again; if it happens again, report it.`;
    job?.callbacks.onFailed(new GroveError('internal', message));
  };
  worker.on('error', (error) => lost(error instanceof Error ? error.message : String(error)));
  worker.on('messageerror', (error) => lost(error.message));
  worker.on('exit', (code) => lost(`exit code ${code}`));

  return {
    start(request, callbacks) {
      current = { request, callbacks };
      worker.ref();
      const { id, kind, input } = request;
      const sent: SentRequest = { id, kind, ...toSend(input) };
      worker.postMessage(sent);
    },
    cancel(id) {
      Atomics.store(cancelledJob, 0, id);
    },
    async stop() {
      stopping = true;
      await worker.terminate();
    },
  };
}
