import type { ProjectInfo } from '#core/model/project.ts';
import type { Context } from './context.ts';
import type { DisplayActions } from './display-actions.ts';
import type { DocumentFollower } from './document-follower.ts';
import type { ImageSelection } from './image-selection.ts';
import { initialWorkspace } from './initial-workspace.ts';
import type { LiveMode } from './live-mode.ts';
import { initialResults } from './results.ts';
import { readViewMemory, type ViewMemory } from './view-memory.ts';

/** Going into a project and out of it: everything that belongs to the old one is stopped, saved or forgotten. */
export interface ProjectEntry {
  /** Shows a project that the host has opened; null shows the start screen. */
  enter(info: ProjectInfo | null): Promise<void>;
  /** Catches up after the connection was lost; goes in anew only where something else has changed the project. */
  refresh(info: ProjectInfo | null): Promise<void>;
  /**
   * Saves what waits and stops what runs, has the host open (or close) a project by `work`, and goes into it. Where `work`
   * fails, the window stays in the project it was in.
   */
  switchTo(work: () => Promise<ProjectInfo | null>): Promise<void>;
  /** True during switchTo, whose result must not be overtaken by the host's event about it. */
  switching(): boolean;
}

interface Parts {
  readonly follower: DocumentFollower;
  readonly display: DisplayActions;
  readonly selection: ImageSelection;
  readonly live: LiveMode;
  readonly memory: ViewMemory;
}

export function createProjectEntry(context: Context, parts: Parts): ProjectEntry {
  const { workspace, results, frame, client, jobs, toasts } = context;
  let switches = 0;

  const enter = async (info: ProjectInfo | null): Promise<void> => {
    // What a message offers, such as undo, belongs to the project it came from.
    if (workspace.get().project?.path !== info?.path) toasts.clear();
    parts.live.stop();
    parts.memory.pause();
    parts.follower.reset();
    results.set(initialResults());
    frame.patch({ selectedModelId: null, playing: null });
    const fresh = initialWorkspace();
    if (!info) {
      workspace.set(fresh);
      return;
    }
    const remembered = readViewMemory(await client.call('project.getSetting', { key: 'window' }));
    // Changes told while the window was on its way in had no project to go to.
    const current = await client.call('project.current', {});
    const project = current?.path === info.path ? current : info;
    const model = project.models.find((one) => one.id === remembered?.modelId) ?? project.models.at(-1);
    workspace.set({
      ...fresh,
      step: project.images.length === 0 ? 'images' : 'label',
      project,
      activeClass: project.classes[0]?.value ?? null,
      minConfidence: project.training.minConfidence,
      overlay: { ...fresh.overlay, ...remembered?.overlay },
      model: model
        ? { id: model.id, classColors: model.classes.map((one) => one.color), stamp: 1, crf: project.training.crf }
        : null,
    });
    const image = project.images.find((one) => one.id === remembered?.imageId) ?? project.images[0];
    if (image) await parts.selection.select(image.id, image.id === remembered?.imageId ? remembered.plane : undefined);
    parts.memory.resume();
  };

  return {
    enter,
    refresh: async (info) => {
      const { project } = workspace.get();
      if (info && info.path === project?.path && info.revision === project.revision) workspace.patch({ project: info });
      else await enter(info);
    },
    switching: () => switches > 0,
    switchTo: async (work) => {
      const inProject = workspace.get().project !== null;
      switches++;
      try {
        if (inProject) {
          parts.live.stop();
          parts.memory.pause();
          jobs.cancelAll();
          await parts.display.flush();
        }
        await enter(await work());
      } catch (thrown) {
        if (inProject) parts.memory.resume();
        throw thrown;
      } finally {
        switches--;
      }
    },
  };
}
