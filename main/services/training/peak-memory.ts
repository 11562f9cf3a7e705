/** Looks at the memory of the process this often. */
const EVERY_MS = 20;

/** The most that memory has grown since the call, in bytes, until it is ended. */
export function peakMemory(residentBytes: () => number): { most(): number; end(): void } {
  const before = residentBytes();
  let most = before;
  const look = (): void => {
    most = Math.max(most, residentBytes());
  };
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  return {
    most() {
      look();
      return most - before;
    },
    end: () => clearInterval(timer),
  };
}
