import type { Progress } from '#contract/contract.ts';
import type { Clock, RunOptions } from '../ports.ts';
import { createSecondsLeft } from '../seconds-left.ts';

/** Options for opening an image that tell the caller when its file is converted first; opening itself is too quick to be told. */
export function tellConversion(
  { signal, progress }: { readonly signal?: AbortSignal; readonly progress?: (progress: Progress) => void },
  clock: Clock,
): RunOptions {
  const secondsLeft = createSecondsLeft(clock);
  const onProgress: RunOptions['onProgress'] = (done, total, stage) => {
    if (stage !== undefined) progress?.({ done, total, stage, secondsLeft: secondsLeft(done, total) });
  };
  return signal === undefined ? { onProgress } : { signal, onProgress };
}
