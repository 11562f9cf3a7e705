import type { Clock } from './ports.ts';

/** Estimates the time left from the time spent; null until 1 % and half a second are done. */
export function createSecondsLeft(clock: Clock): (done: number, total: number) => number | null {
  const start = clock.elapsed();
  return (done, total) => {
    const spent = (clock.elapsed() - start) / 1000;
    if (done <= 0 || spent < 0.5 || done < total / 100) return null;
    return (spent / done) * (total - done);
  };
}
