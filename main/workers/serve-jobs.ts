import { parentPort, workerData } from 'node:worker_threads';
import { cancelled, GroveError } from '#core/model/error.ts';
import type { JobReply, SentRequest, WorkerSetup } from '../engines/job-messages.ts';
import { createBufferReceiver } from '../engines/kept-buffers.ts';
import type { JobContext } from './job-context.ts';
import { movableBuffers } from './movable-buffers.ts';

/** Job functions by name. */
export type JobTable<J extends { [K in keyof J]: { in: unknown; out: unknown } }> = {
  readonly [K in keyof J]: (input: J[K]['in'], context: JobContext) => J[K]['out'] | Promise<J[K]['out']>;
};

/** Answers the pool's requests with the functions of `table`, one at a time. */
export function serveJobs<J extends { [K in keyof J]: { in: unknown; out: unknown } }>(table: JobTable<J>): void {
  const port = parentPort;
  if (port === null) throw new Error('serveJobs runs in a worker thread.');
  const { cancelledJob } = workerData as WorkerSetup;
  const functions = new Map<string, (input: never, context: JobContext) => unknown>(Object.entries(table));

  const received = createBufferReceiver();
  port.on('message', async ({ id, kind, ...sent }: SentRequest) => {
    const input = received(sent);
    const reply = (message: JobReply, moved: ArrayBuffer[] = []): void => port.postMessage(message, moved);
    const isCancelled = (): boolean => Atomics.load(cancelledJob, 0) === id;
    const context: JobContext = {
      isCancelled,
      throwIfCancelled() {
        if (isCancelled()) throw cancelled();
      },
      progress: (done, total) => reply({ id, type: 'progress', done, total }),
    };
    try {
      const job = functions.get(kind);
      if (job === undefined) throw new GroveError('internal', `No worker function is called '${kind}'.`);
      const output = await job(input as never, context);
      reply({ id, type: 'done', output }, movableBuffers(output));
    } catch (thrown) {
      const stack = thrown instanceof Error ? thrown.stack : undefined;
      reply({ id, type: 'failed', error: GroveError.from(thrown).toData(), stack });
    }
  });
}
