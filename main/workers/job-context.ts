/** What a job function gets besides its input. */
export interface JobContext {
  /** True once the caller no longer wants the result. Cheap: one atomic load. */
  isCancelled(): boolean;
  /** Throws GroveError 'cancelled' in that case. */
  throwIfCancelled(): void;
  progress(done: number, total: number): void;
}
