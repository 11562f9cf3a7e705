import type { Progress } from '#contract/contract.ts';

/** How often progress crosses a door at most. */
const INTERVAL_MS = 100;

export interface LimitedProgress {
  report(value: Progress): void;
  /** Drops what waits; nothing is reported afterwards. */
  stop(): void;
}

/** Passes on the first report at once and then, at most ten times a second, the newest one. */
export function limitProgress(report: (value: Progress) => void): LimitedProgress {
  let timer: NodeJS.Timeout | undefined;
  let waiting: Progress | undefined;
  let stopped = false;

  const pause = (): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (waiting === undefined) return;
      const value = waiting;
      waiting = undefined;
      report(value);
      pause();
    }, INTERVAL_MS);
    timer.unref();
  };

  return {
    report(value) {
      if (stopped) return;
      if (timer !== undefined) {
        waiting = value;
        return;
      }
      report(value);
      pause();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
