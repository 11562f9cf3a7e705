import type { ClassifierInfo } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import type { Context } from './context.ts';
import type { Segmentation } from './segmentation.ts';

const QUIET_MS = 250;
/** After the quick answer, until all labels are used. */
const REFINE_MS = 1500;

/**
 * Retrains after each stroke, without keeping a version, and has the visible region redrawn. Waits for a quiet moment, runs
 * one training at a time and cancels the one that newer labels have overtaken. The first answer may come from a part of many labels;
 * when nothing follows, they all count. Painting never waits for it.
 */
export interface LiveMode {
  /** Labels or settings have changed. */
  request(): void;
  /** Cancels the running training and forgets the waiting one; Live mode stays on. */
  cancelRunning(): void;
  /** The same, and forgets why it had nothing to show. */
  stop(): void;
}

export function createLiveMode(context: Context, segmentation: Segmentation): LiveMode {
  const { workspace, results, client, toasts } = context;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;

  const cancelRunning = (): void => {
    clearTimeout(timer);
    running?.abort();
    running = null;
    if (results.get().liveState !== 'idle') results.patch({ liveState: 'idle' });
  };

  const train = async (quick: boolean): Promise<void> => {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    results.patch({ liveState: 'training' });
    try {
      const live = await client.call('classifier.trainLive', { quick }, { signal: controller.signal });
      if (running !== controller) return;
      results.patch({
        live,
        liveState: 'idle',
        liveMessage: null,
        summaries: withoutModel(results.get().summaries, live.id),
        stack: null,
      });
      segmentation.show(live.id);
      if (quick && usedInPart(live)) timer = setTimeout(() => void train(false), REFINE_MS);
    } catch (thrown) {
      if (running !== controller) return;
      const error = GroveError.from(thrown);
      results.patch({ liveState: 'idle' });
      if (error.kind === 'invalid-input' || error.kind === 'mismatch') results.patch({ liveMessage: error.message });
      else toasts.error(error);
    } finally {
      if (running === controller) running = null;
    }
  };

  return {
    cancelRunning,
    stop: () => {
      cancelRunning();
      results.patch({ liveMessage: null });
    },
    request: () => {
      const { project } = workspace.get();
      if (!project?.training.live) return;
      clearTimeout(timer);
      if (results.get().liveState === 'idle') results.patch({ liveState: 'waiting' });
      timer = setTimeout(() => void train(true), QUIET_MS);
    },
  };
}

function usedInPart({ report }: ClassifierInfo): boolean {
  return report.usedPixels.some((used, k) => used < report.labelledPixels[k]!);
}

function withoutModel<T>(map: ReadonlyMap<string, T>, modelId: string): ReadonlyMap<string, T> {
  return new Map([...map].filter(([key]) => !key.startsWith(`${modelId}/`)));
}
