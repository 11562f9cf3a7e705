import { threadId } from 'node:worker_threads';
import { GroveError } from '#core/model/error.ts';
import { serveJobs } from '../../main/workers/serve-jobs.ts';
import type { TestJobs } from './test-jobs.ts';

serveJobs<TestJobs>({
  double: ({ values }) => ({ values: values.map((value) => 2 * value) }),
  increment({ shared }) {
    for (let i = 0; i < shared.length; i++) Atomics.add(shared, i, 1);
    return null;
  },
  log({ name, log, gate }) {
    const place = Atomics.add(log, 0, 1) + 1;
    Atomics.store(log, place, name);
    Atomics.notify(log, 0);
    Atomics.wait(gate, 0, 0);
    return place;
  },
  thread: () => threadId,
  wait({ gate, count }) {
    Atomics.add(gate, 0, 1);
    while (Atomics.load(gate, 0) < count);
    return null;
  },
  endless({ gate }, context) {
    Atomics.store(gate, 0, 1);
    for (;;) context.throwIfCancelled();
  },
  refuse({ file }) {
    throw new GroveError('unreadable', `${file} cannot be read.`, { file });
  },
  defect() {
    throw new TypeError('a defect');
  },
  die() {
    process.exit(3);
  },
  steps({ count }, context) {
    for (let i = 1; i <= count; i++) context.progress(i, count);
    return count;
  },
});
