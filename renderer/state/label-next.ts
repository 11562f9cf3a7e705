import { attempt, type Context, openImage } from './context.ts';
import { summaryKey } from './results.ts';

/** Zoom at which a place to be labelled is well seen; a closer view is kept. */
const CLOSE_ZOOM = 2;

export interface LabelNext {
  /** Goes to the next place whose labelling would teach the most; starts again after the last. */
  next(): Promise<void>;
  /** The labels have changed, so the places have too. */
  forget(): void;
}

export function createLabelNext(context: Context): LabelNext {
  const { workspace, results, client, jobs, toasts, viewer } = context;
  return {
    forget: () => {
      if (results.get().hints) results.patch({ hints: null });
    },
    next: async () => {
      const image = openImage(context);
      const { model, plane } = workspace.get();
      if (!image || !model || jobs.running('hint')) return;
      await attempt(context, async () => {
        const key = summaryKey(model.id, image.id, plane);
        const known = results.get().hints;
        let hints = known?.key === key ? { ...known, shown: (known.shown + 1) % Math.max(1, known.list.length) } : null;
        if (!hints) {
          const list = await jobs.run('hint', 'Looking for uncertain places', (options) =>
            client.call('prediction.labelNext', { modelId: model.id, imageId: image.id, plane }, options),
          );
          hints = { key, list, shown: 0 };
        }
        results.patch({ hints });
        const hint = hints.list[hints.shown];
        if (!hint) {
          toasts.show('info', 'No uncertain place is left in this image.');
          return;
        }
        viewer.current?.goTo(hint.x, hint.y, Math.max(CLOSE_ZOOM, workspace.get().camera.zoom));
      });
    },
  };
}
