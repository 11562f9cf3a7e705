/** Saves strokes in the order in which they were drawn, one after another; a failed one does not hold up the next. */
export interface StrokeQueue {
  /** Settles as `send` does, once its turn has come. */
  enqueue(send: () => Promise<unknown>): Promise<void>;
  /** Strokes that are not saved yet, the one under way included. */
  waiting(): number;
}

export function createStrokeQueue(): StrokeQueue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    enqueue: (send) => {
      waiting++;
      const done = last.then(send).then(
        () => {
          waiting--;
        },
        (error) => {
          waiting--;
          throw error;
        },
      );
      last = done.catch(() => {});
      return done;
    },
    waiting: () => waiting,
  };
}
