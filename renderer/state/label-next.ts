import { samePlane } from '#core/model/image.ts';
import { attempt, type Context, openImage } from './context.ts';
import type { ImageSelection } from './image-selection.ts';

/** Zoom at which a place to be labelled is well seen; a closer view is kept. */
const CLOSE_ZOOM = 2;

export interface LabelNext {
  /** Goes to the next place whose labelling would teach the most, in whatever image; starts again after the last. */
  next(): Promise<void>;
  /** The labels have changed, so the places have too. */
  forget(): void;
}

export function createLabelNext(context: Context, selection: ImageSelection): LabelNext {
  const { workspace, results, client, jobs, toasts, viewer } = context;
  return {
    forget: () => {
      if (results.get().hints) results.patch({ hints: null });
    },
    next: async () => {
      const { model } = workspace.get();
      if (!openImage(context) || !model || jobs.running('hint')) return;
      await attempt(context, async () => {
        const known = results.get().hints;
        let hints = known?.modelId === model.id ? { ...known, shown: (known.shown + 1) % Math.max(1, known.list.length) } : null;
        if (!hints) {
          const list = await jobs.run('hint', 'Looking for places to label', (options) =>
            client.call('prediction.labelNext', { modelId: model.id }, options),
          );
          hints = { modelId: model.id, list, shown: 0 };
        }
        results.patch({ hints });
        const hint = hints.list[hints.shown];
        if (!hint) {
          toasts.show('info', 'No uncertain place is left in the images of this project.');
          return;
        }
        const { imageId, plane } = workspace.get();
        if (hint.imageId !== imageId) await selection.select(hint.imageId, hint.plane);
        else if (!samePlane(hint.plane, plane)) selection.setPlane(hint.plane);
        viewer.current?.goTo(hint.x, hint.y, Math.max(CLOSE_ZOOM, workspace.get().camera.zoom));
      });
    },
  };
}
