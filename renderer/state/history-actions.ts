import { attempt, type Context } from './context.ts';
import type { DocumentFollower } from './document-follower.ts';
import type { PaintActions } from './paint-actions.ts';

export interface HistoryActions {
  undo(): Promise<void>;
  redo(): Promise<void>;
}

/**
 * One step at a time, in the order in which the keys were pressed, however fast they come; a step waits for the strokes that
 * were painted before it.
 */
export function createHistoryActions(
  context: Context,
  follower: DocumentFollower,
  painting: Pick<PaintActions, 'settled'>,
): HistoryActions {
  let last: Promise<unknown> = Promise.resolve();
  const step = (method: 'history.undo' | 'history.redo'): Promise<void> => {
    const next = last.then(async () => {
      await painting.settled();
      await attempt(context, async () => follower.apply(await context.client.call(method, {})));
    });
    last = next;
    return next;
  };
  return { undo: () => step('history.undo'), redo: () => step('history.redo') };
}
