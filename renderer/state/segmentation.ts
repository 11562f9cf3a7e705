import { type CrfSettings, crfKey, NO_CRF } from '#core/model/crf.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { attempt, type Context, openImage } from './context.ts';
import { openScene } from './open-scene.ts';
import { summaryKey } from './results.ts';
import { findSegmenter } from './segmenters.ts';

/** Planes up to this many pixels are measured as soon as a result is shown; larger ones when asked. */
const MEASURED_UNASKED_PIXELS = 4096 * 4096;
/** The same for Live mode, where the next result is soon to come. */
const MEASURED_LIVE_PIXELS = 2048 * 2048;
const QUIET_MS = 400;

export interface Segmentation {
  /** Shows the predictions of a version or of Live mode; the same id again means a new result. */
  show(modelId: string): void;
  /** Predicts the whole shown plane, as a job; null where it failed or was cancelled. */
  run(modelId: string): Promise<boolean>;
  /** Predicts all planes of a subset, empty for all, as a job, and keeps the areas over them. */
  runSubset(modelId: string, subset: string): Promise<boolean>;
  /** Opens the dialog that asks for the planes. */
  begin(): void;
  /**
   * From now on what is shown follows the settings of the dense CRF, and its area fractions are asked for quietly, unless the plane
   * is large.
   */
  followView(): void;
}

export function createSegmentation(context: Context): Segmentation {
  const { workspace, results, client, jobs } = context;
  let quiet: AbortController | null = null;
  let quietKey = '';

  const keep = (key: string, summary: Awaited<ReturnType<typeof request>>): void =>
    results.patch({ summaries: new Map(results.get().summaries).set(key, summary) });
  const request = (
    modelId: string,
    imageId: string,
    plane: PlaneIndex,
    crf: CrfSettings,
    options: Parameters<typeof client.call>[2],
  ) => client.call('segmentation.run', { modelId, imageId, plane, crf }, options);
  /** What the user has set, which the shown result follows a moment later. */
  const crfNow = (): CrfSettings => workspace.get().project?.training.crf ?? NO_CRF;

  /** Has the shown model's tiles and areas asked for again where the field behind them has changed. */
  const refine = (): void => {
    const { model } = workspace.get();
    if (!model || crfKey(model.crf ?? NO_CRF) === crfKey(crfNow())) return;
    results.patch({ stack: null });
    workspace.patch({ model: { ...model, stamp: model.stamp + 1, crf: crfNow() } });
  };

  const measure = (): void => {
    const image = openImage(context);
    const scene = openScene(workspace.get());
    const { model, plane } = workspace.get();
    if (!image || !scene || !model || image.missing) return;
    const most = results.get().live?.id === model.id ? MEASURED_LIVE_PIXELS : MEASURED_UNASKED_PIXELS;
    if (scene.width * scene.height > most) return;
    const crf = model.crf ?? NO_CRF;
    const key = summaryKey(model.id, image.id, plane, crf);
    if (results.get().summaries.has(key) || jobs.running('segment')) return;
    if (quiet && quietKey === key) return;
    quiet?.abort();
    const controller = new AbortController();
    quiet = controller;
    quietKey = key;
    request(model.id, image.id, plane, crf, { signal: controller.signal })
      .then(
        (summary) => keep(key, summary),
        // Nobody asked for it: the panel offers to try again, and painting goes on.
        () => {},
      )
      .finally(() => {
        if (quiet === controller) quiet = null;
      });
  };

  return {
    show: (modelId) => {
      const model = findSegmenter(context, modelId);
      if (!model) return;
      const { overlay, model: before } = workspace.get();
      workspace.patch({
        model: {
          id: model.id,
          classColors: model.classes.map((one) => one.color),
          stamp: (before?.stamp ?? 0) + 1,
          crf: crfNow(),
        },
        overlay: {
          ...overlay,
          kind: overlay.kind === 'none' ? 'segmentation' : overlay.kind,
          probabilityClass: Math.min(overlay.probabilityClass, model.classes.length - 1),
        },
      });
    },
    run: async (modelId) => {
      const image = openImage(context);
      if (!image) return false;
      const { plane } = workspace.get();
      const crf = crfNow();
      const done = await attempt(context, async () => {
        const summary = await jobs.run('segment', `Segmenting ${image.name}`, (options) =>
          request(modelId, image.id, plane, crf, options),
        );
        keep(summaryKey(modelId, image.id, plane, crf), summary);
        return true;
      });
      return done === true;
    },
    runSubset: async (modelId, subset) => {
      const image = openImage(context);
      if (!image) return false;
      const { plane } = workspace.get();
      const crf = crfNow();
      const done = await attempt(context, async () => {
        const summary = await jobs.run('segment', `Segmenting ${image.name}${subset === '' ? '' : `, ${subset}`}`, (options) =>
          client.call('segmentation.run', { modelId, imageId: image.id, plane, subset, crf }, options),
        );
        results.patch({ stack: { modelId, imageId: image.id, subset, summary } });
        return true;
      });
      return done === true;
    },
    begin: () => {
      const { imageId, model } = workspace.get();
      if (imageId !== null && model) context.frame.patch({ dialog: { kind: 'segment' } });
      else context.toasts.show('info', 'Train & Segment first: there is no model to segment with yet.');
    },
    followView: () => {
      let seen: readonly unknown[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;
      workspace.subscribe(() => {
        const { imageId, plane, model } = workspace.get();
        const now = [imageId, plane, model, crfNow()];
        if (now.every((part, index) => part === seen[index])) return;
        seen = now;
        clearTimeout(timer);
        timer = setTimeout(() => {
          refine();
          measure();
        }, QUIET_MS);
      });
    },
  };
}
