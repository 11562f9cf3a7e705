/** Jobs that exist to try the pool. */
export interface TestJobs {
  double: { in: { values: Float32Array }; out: { values: Float32Array } };
  /** Adds 1 to every shared value, in place. */
  increment: { in: { shared: Int32Array }; out: null };
  /** Appends `name` to the shared log at the next free place, then waits until `gate` is not 0. */
  log: { in: { name: number; log: Int32Array; gate: Int32Array }; out: number };
  /** Number of the thread. */
  thread: { in: null; out: number };
  /** Waits until `count` jobs wait at the gate. */
  wait: { in: { gate: Int32Array; count: number }; out: null };
  /** Runs until it is cancelled; says through `gate` that it runs. */
  endless: { in: { gate: Int32Array }; out: null };
  refuse: { in: { file: string }; out: null };
  defect: { in: null; out: null };
  die: { in: null; out: null };
  steps: { in: { count: number }; out: number };
}
