import type { ImageRecord } from '#core/model/project.ts';
import type { Context } from './context.ts';
import type { DocumentFollower } from './document-follower.ts';
import type { ImageSelection } from './image-selection.ts';
import type { ProjectEntry } from './project-entry.ts';
import type { TrainingActions } from './training-actions.ts';

interface Parts {
  readonly follower: DocumentFollower;
  readonly selection: ImageSelection;
  readonly entry: ProjectEntry;
  readonly training: TrainingActions;
  /** Runs when the connection is back, to catch up. */
  reconnected(): void;
}

/** Takes in what the host tells unasked. Returns the function that stops listening. */
export function followHost(context: Context, parts: Parts): () => void {
  const { client, workspace, frame } = context;
  const ofProject = (patch: object): void => {
    const { project } = workspace.get();
    if (project) workspace.patch({ project: { ...project, ...patch } });
  };

  const imagesChanged = (images: readonly ImageRecord[]): void => {
    const { project, imageId } = workspace.get();
    if (!project) return;
    // The display of the open image is ours: the host only echoes what was saved a moment ago.
    const open = project.images.find((one) => one.id === imageId);
    ofProject({ images: images.map((one) => (one.id === open?.id ? { ...one, display: open.display } : one)) });
    if (imageId !== null && images.some((one) => one.id === imageId)) return;
    const first = images[0];
    if (first) void parts.selection.select(first.id);
    else parts.selection.clear();
  };

  const stops = [
    client.on('document.changed', (change) => parts.follower.apply(change)),
    client.on('images.changed', imagesChanged),
    client.on('classes.changed', (classes) => {
      ofProject({ classes });
      const { activeClass } = workspace.get();
      if (!classes.some((one) => one.value === activeClass)) workspace.patch({ activeClass: classes[0]?.value ?? null });
    }),
    client.on('training.changed', (training) => {
      if (parts.training.saving()) return;
      ofProject({ training });
      workspace.patch({ minConfidence: training.minConfidence });
    }),
    client.on('models.changed', (models) => ofProject({ models })),
    client.on('networks.changed', (networks) => frame.patch({ networks })),
    client.on('project.changed', (project) => {
      if (parts.entry.switching()) return;
      if (project?.path !== workspace.get().project?.path) void parts.entry.enter(project);
    }),
    client.onConnection((connected) => {
      const before = frame.get().connected;
      frame.patch({ connected });
      if (connected && !before) parts.reconnected();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
