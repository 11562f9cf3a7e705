export interface FrameStats {
  readonly framesDrawn: number;
  /** Longest time that drawing one frame kept the window busy. */
  readonly longestFrameMs: number;
}

/** Draws when something has changed, at most once per screen refresh, and never otherwise. */
export interface FrameLoop {
  invalidate(): void;
  stats(): FrameStats;
  stop(): void;
}

export function createFrameLoop(draw: () => void): FrameLoop {
  let handle = 0;
  let stopped = false;
  let framesDrawn = 0;
  let longestFrameMs = 0;

  const frame = (): void => {
    handle = 0;
    const start = performance.now();
    draw();
    framesDrawn++;
    longestFrameMs = Math.max(longestFrameMs, performance.now() - start);
  };

  return {
    invalidate: () => {
      if (handle === 0 && !stopped) handle = requestAnimationFrame(frame);
    },
    stats: () => ({ framesDrawn, longestFrameMs }),
    stop: () => {
      stopped = true;
      cancelAnimationFrame(handle);
    },
  };
}
