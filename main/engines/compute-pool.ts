import { availableParallelism } from 'node:os';
import { cancelled, GroveError } from '#core/model/error.ts';
import type { ComputePool, Jobs, RunOptions } from '../services/ports.ts';
import { type ComputeThread, startComputeThread } from './compute-thread.ts';
import { createJobQueue } from './job-queue.ts';
import { workerPath } from './worker-location.ts';

export interface ComputePoolOptions {
  /** Number of worker threads; as many as the hardware runs at once when left out. */
  readonly threads?: number;
  /** Entry file of the threads. */
  readonly worker?: string;
  /** Folder for the threads' compiled code. */
  readonly codeFolder?: string;
}

/** Names of jobs with their inputs and outputs. */
type JobTypes<J> = { [K in keyof J]: { in: unknown; out: unknown } };

export interface WorkerPool<J extends JobTypes<J>> {
  readonly threads: number;
  run<K extends keyof J & string>(kind: K, input: J[K]['in'], options?: RunOptions): Promise<J[K]['out']>;
  close(): Promise<void>;
}

const DEFAULT_PRIORITY = 5;

/** A thread and the lane whose jobs it does by preference. */
interface LaneThread extends ComputeThread {
  readonly lane: number;
}

interface Job {
  readonly id: number;
  readonly kind: string;
  readonly input: unknown;
  readonly onProgress: RunOptions['onProgress'];
  readonly lane: number | undefined;
  /** The thread it runs on; null while it waits. */
  thread: ComputeThread | null;
  settle(outcome: { output: unknown } | { error: GroveError }): void;
}

/**
 * Runs jobs on worker threads. Threads start when there is work for them; jobs start by priority, then by age. A job aborted
 * while it waits never starts; one aborted while it runs is asked to stop and rejects with 'cancelled' as soon as it did, so
 * that nothing of it is left running. Jobs of the same lane go to the same thread unless it is busy and another is idle. Memory in SharedArrayBuffers is shared with the threads, results are moved, not copied.
 */
export function createWorkerPool<J extends JobTypes<J>>(options: ComputePoolOptions = {}): WorkerPool<J> {
  const threads = Math.max(1, Math.floor(options.threads ?? availableParallelism()));
  const path = options.worker ?? workerPath('compute');
  const queue = createJobQueue<Job>();
  const idle: LaneThread[] = [];
  const all = new Set<LaneThread>();
  const unfinished = new Set<Job>();
  let lastId = 0;
  let closed = false;

  /** Starts one more thread unless all are there. */
  function addThread(): boolean {
    const lane = Array.from({ length: threads }, (_, i) => i).find((free) => ![...all].some((one) => one.lane === free));
    if (lane === undefined) return false;
    const started = startComputeThread(path, { threads, codeFolder: options.codeFolder }, () => {
      all.delete(thread);
      const at = idle.indexOf(thread);
      if (at >= 0) idle.splice(at, 1);
    });
    const thread: LaneThread = { ...started, lane };
    all.add(thread);
    idle.push(thread);
    return true;
  }

  function startWaiting(): void {
    while (!closed && queue.size > 0) {
      if (idle.length === 0 && !addThread()) return;
      const job = queue.next((waiting) => waiting.lane === undefined || idle.some((thread) => isLaneOf(thread, waiting)));
      if (job === undefined) return;
      const own = idle.findIndex((thread) => isLaneOf(thread, job));
      const [thread] = idle.splice(own >= 0 ? own : idle.length - 1, 1);
      if (thread !== undefined) start(job, thread);
    }
  }

  function isLaneOf(thread: LaneThread, job: Job): boolean {
    return job.lane !== undefined && job.lane % threads === thread.lane;
  }

  function start(job: Job, thread: LaneThread): void {
    job.thread = thread;
    const finish = (outcome: { output: unknown } | { error: GroveError }): void => {
      if (all.has(thread)) idle.push(thread);
      job.settle(outcome);
      startWaiting();
    };
    const { id, kind, input } = job;
    try {
      thread.start(
        { id, kind, input },
        {
          onProgress: (done, total) => job.onProgress?.(done, total),
          onDone: (output) => finish({ output }),
          onFailed: (error) => finish({ error }),
        },
      );
    } catch (error) {
      finish({ error: GroveError.from(error) });
    }
  }

  return {
    threads,
    run(kind, input, { signal, priority = DEFAULT_PRIORITY, onProgress, lane } = {}) {
      if (closed) return Promise.reject(closing());
      if (signal?.aborted) return Promise.reject(cancelled());
      return new Promise((resolve, reject) => {
        const abort = (): void => {
          if (job.thread !== null) {
            job.thread.cancel(job.id);
            return;
          }
          queue.remove(job);
          job.settle({ error: cancelled() });
        };
        lastId = (lastId % 0x7fffffff) + 1;
        const job: Job = {
          id: lastId,
          kind,
          input,
          onProgress,
          lane,
          thread: null,
          settle(outcome) {
            unfinished.delete(job);
            signal?.removeEventListener('abort', abort);
            if (signal?.aborted) reject(cancelled());
            else if ('error' in outcome) reject(outcome.error);
            else resolve(outcome.output);
          },
        };
        signal?.addEventListener('abort', abort, { once: true });
        unfinished.add(job);
        queue.add(job, priority);
        startWaiting();
      });
    },
    async close() {
      closed = true;
      for (const job of [...unfinished]) job.settle({ error: closing() });
      await Promise.all([...all].map((thread) => thread.stop()));
    },
  };
}

function closing(): GroveError {
  return new GroveError('cancelled', 'Grove is closing.');
}

/** The pool that does the jobs of the services. */
export function createComputePool(options: ComputePoolOptions = {}): ComputePool {
  return createWorkerPool<Jobs>(options);
}
