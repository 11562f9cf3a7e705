import type { DocumentChange, LabelChange } from '#core/model/project.ts';
import { attempt, type Context } from './context.ts';

/**
 * Takes in every change of the document once, whether the reply to a call or the event of the host brings it first, and
 * keeps undo and redo, label tiles and label counts up to date.
 */
export interface DocumentFollower {
  apply(change: DocumentChange | null): void;
  /** Runs after label pixels have changed. */
  onLabels(listener: (changes: readonly LabelChange[]) => void): void;
  /** Forgets what it has seen, when another project is entered. */
  reset(): void;
}

const COUNT_DELAY_MS = 120;

export function createDocumentFollower(context: Context): DocumentFollower {
  const { workspace, client } = context;
  const seen = new Set<number>();
  const listeners: ((changes: readonly LabelChange[]) => void)[] = [];
  const uncounted = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const refreshCounts = async (): Promise<void> => {
    const ids = [...uncounted];
    uncounted.clear();
    await attempt(context, async () => {
      for (const imageId of ids) {
        if (!workspace.get().project?.images.some((image) => image.id === imageId)) continue;
        const labels = await client.call('labels.counts', { imageId });
        const { project } = workspace.get();
        if (!project) return;
        const images = project.images.map((image) => (image.id === imageId ? { ...image, labels } : image));
        workspace.patch({ project: { ...project, images } });
      }
    });
  };

  return {
    onLabels: (listener) => listeners.push(listener),
    reset: () => {
      seen.clear();
      uncounted.clear();
      clearTimeout(timer);
    },
    apply: (change) => {
      const { project } = workspace.get();
      if (!change || !project || seen.has(change.revision)) return;
      seen.add(change.revision);
      const newest = change.revision > project.revision;
      workspace.patch({
        ...(newest && { project: { ...project, revision: change.revision, history: change.history } }),
        ...(change.labels.length > 0 && { labelChange: { revision: change.revision, changes: change.labels } }),
      });
      if (change.labels.length === 0) return;
      for (const { imageId } of change.labels) uncounted.add(imageId);
      clearTimeout(timer);
      timer = setTimeout(() => void refreshCounts(), COUNT_DELAY_MS);
      for (const listener of listeners) listener(change.labels);
    },
  };
}
