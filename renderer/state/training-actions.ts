import type { TrainingSettings } from '#core/model/project.ts';
import { classFractions } from './class-fractions.ts';
import { attempt, type Context } from './context.ts';
import type { LiveMode } from './live-mode.ts';
import { summaryKey } from './results.ts';
import type { Segmentation } from './segmentation.ts';

const SAVE_DELAY_MS = 250;

export interface TrainingActions {
  /** Changes the settings at once; the project learns of it a moment later. */
  set(patch: Partial<TrainingSettings>): void;
  /** True while a change of ours is on its way, when echoes of older ones must not undo it. */
  saving(): boolean;
  /** Trains a new version on all training images, shows it and predicts the whole shown plane. */
  trainAndSegment(): Promise<void>;
  toggleLive(): void;
}

export function createTrainingActions(context: Context, segmentation: Segmentation, live: LiveMode): TrainingActions {
  const { workspace, client, jobs, toasts, results } = context;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending = 0;

  const save = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const { project } = workspace.get();
    if (!project || project.readOnly) return;
    const { channels, ...rest } = project.training;
    pending++;
    await attempt(context, () => client.call('training.settings', { ...rest, channels: channels && [...channels] }));
    pending--;
  };

  const set: TrainingActions['set'] = (patch) => {
    const { project } = workspace.get();
    if (!project) return;
    const training = { ...project.training, ...patch };
    workspace.patch({ project: { ...project, training }, minConfidence: training.minConfidence });
    clearTimeout(timer);
    timer = setTimeout(() => void save(), SAVE_DELAY_MS);
    const retrains = (['set', 'channels', 'trees', 'seed', 'scale'] as const).some((key) => key in patch);
    if (training.live && (retrains || patch.live === true)) live.request();
    if (patch.live === false) live.stop();
  };

  return {
    set,
    saving: () => timer !== undefined || pending > 0,
    toggleLive: () => set({ live: !(workspace.get().project?.training.live ?? false) }),
    trainAndSegment: async () => {
      if (jobs.running('train') || jobs.running('segment')) return;
      await attempt(context, async () => {
        await save();
        // The button's result is the one to be seen, not one of Live mode that comes in between.
        live.cancelRunning();
        const info = await jobs.run('train', 'Training', (options) => client.call('classifier.train', {}, options));
        const { project, imageId, plane } = workspace.get();
        if (!project) return;
        if (!project.models.some((one) => one.id === info.id)) {
          workspace.patch({ project: { ...project, models: [...project.models, info] } });
        }
        segmentation.show(info.id);
        if (imageId === null || !(await segmentation.run(info.id))) return;
        const summary = results.get().summaries.get(summaryKey(info.id, imageId, plane, project.training.crf));
        if (summary) {
          const message = doneMessage(info.version, info.classes, summary, workspace.get().minConfidence);
          toasts.show('success', message, [], 'trained');
        }
      });
    },
  };
}

function doneMessage(
  version: number,
  classes: readonly { readonly name: string }[],
  summary: { readonly confidenceHistogram: readonly (readonly number[])[] },
  minConfidence: number,
): string {
  const fractions = classFractions(summary.confidenceHistogram, minConfidence).classes;
  const parts = classes.slice(0, 4).map((one, index) => `${one.name} ${(100 * (fractions[index] ?? 0)).toFixed(1)}\u00a0%`);
  return `Version ${version} is trained: ${parts.join(' · ')}${classes.length > 4 ? ' …' : ''}`;
}
