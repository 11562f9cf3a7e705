import type { AddedImages, Picture } from '#contract/contract.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { attempt, type Context } from './context.ts';
import type { DocumentFollower } from './document-follower.ts';
import { chooseFiles, fileName, folderOf, IMAGE_FILES } from './file-chooser.ts';
import type { HistoryActions } from './history-actions.ts';
import type { ImageSelection } from './image-selection.ts';
import type { ProjectActions } from './project-actions.ts';

export interface ImageActions {
  /** Asks for files and adds them; without a project one is made beside the first. */
  choose(): Promise<void>;
  add(paths: readonly string[]): Promise<void>;
  remove(imageId: string): Promise<void>;
  /** Asks where a missing file has gone. */
  relink(imageId: string): Promise<void>;
  setTraining(imageId: string, training: boolean): Promise<void>;
  /** Asks for the small picture of an image once. */
  loadThumbnail(imageId: string): void;
}

interface Parts {
  readonly project: ProjectActions;
  readonly selection: ImageSelection;
  readonly follower: DocumentFollower;
  readonly history: HistoryActions;
}

export function createImageActions(context: Context, parts: Parts): ImageActions {
  const { client, jobs, toasts, workspace, results } = context;
  const asked = new Set<string>();

  /** Replaces records by id, adds new ones at the end. */
  const merge = (records: readonly ImageRecord[]): void => {
    const { project } = workspace.get();
    if (!project) return;
    const known = new Set(project.images.map((one) => one.id));
    const byId = new Map(records.map((one) => [one.id, one]));
    const images = [...project.images.map((one) => byId.get(one.id) ?? one), ...records.filter((one) => !known.has(one.id))];
    workspace.patch({ project: { ...project, images } });
  };

  const add = async (paths: readonly string[]): Promise<void> => {
    const [first] = paths;
    if (first === undefined || !(await parts.project.ensureBeside(first))) return;
    const { step: before } = workspace.get();
    await attempt(context, async () => {
      const title = paths.length === 1 ? `Opening ${fileName(first)}` : `Opening ${paths.length} images`;
      const result = await jobs.run('images', title, (options) => client.call('images.add', { paths: [...paths] }, options));
      merge(result.added);
      tellRefused(context, result.refused);
      const [opened] = result.added;
      if (opened) {
        const { step } = workspace.get();
        // Who has gone elsewhere meanwhile stays there.
        if (result.added.length === 1 && step === before) workspace.patch({ step: 'label' });
        await parts.selection.select(opened.id);
      }
    });
  };

  return {
    add,
    choose: async () => {
      const paths = await chooseFiles(context, { title: 'Add images', mode: 'openMany', action: 'Add', filters: IMAGE_FILES });
      if (paths) await add(paths);
    },
    remove: async (imageId) => {
      const gone = workspace.get().project?.images.find((one) => one.id === imageId);
      if (!gone) return;
      await attempt(context, async () => {
        const change = await client.call('images.remove', { imageId });
        const { project } = workspace.get();
        if (project) workspace.patch({ project: { ...project, images: project.images.filter((one) => one.id !== imageId) } });
        parts.follower.apply(change);
        if (workspace.get().imageId === imageId) {
          const next = workspace.get().project?.images[0];
          if (next) await parts.selection.select(next.id);
          else parts.selection.clear();
        }
        toasts.show('info', `${gone.name} was taken out of the project; its file stays where it is.`, [
          { label: 'Undo', run: () => void parts.history.undo() },
        ]);
      });
    },
    relink: async (imageId) => {
      const image = workspace.get().project?.images.find((one) => one.id === imageId);
      if (!image) return;
      const paths = await chooseFiles(context, {
        title: `Where is ${image.name} now?`,
        mode: 'open',
        action: 'Use this file',
        filters: IMAGE_FILES,
        folder: folderOf(workspace.get().project?.path ?? image.path),
      });
      const path = paths?.[0];
      if (path === undefined) return;
      await attempt(context, async () => {
        const found = await jobs.run('images', `Checking ${fileName(path)}`, (options) =>
          client.call('images.relink', { imageId, path }, options),
        );
        merge([found]);
        const thumbnails = new Map(results.get().thumbnails);
        thumbnails.delete(imageId);
        results.patch({ thumbnails });
        if (workspace.get().imageId === imageId) await parts.selection.select(imageId, workspace.get().plane);
        toasts.show('success', `${found.name} was found again.`);
      });
    },
    setTraining: async (imageId, training) => {
      await attempt(context, async () => {
        await client.call('images.setTraining', { imageId, training });
        const image = workspace.get().project?.images.find((one) => one.id === imageId);
        if (image) merge([{ ...image, training }]);
      });
    },
    loadThumbnail: (imageId) => {
      if (asked.has(imageId) || results.get().thumbnails.has(imageId)) return;
      asked.add(imageId);
      const keep = (picture: Picture | null): void => {
        asked.delete(imageId);
        results.patch({ thumbnails: new Map(results.get().thumbnails).set(imageId, picture) });
      };
      // The list says itself when a file is missing or unreadable.
      client.call('images.thumbnail', { imageId }).then(keep, () => keep(null));
    },
  };
}

const SHOWN_REFUSALS = 3;

function tellRefused(context: Context, refused: AddedImages['refused']): void {
  for (const one of refused.slice(0, SHOWN_REFUSALS)) context.toasts.show('danger', one.message);
  const more = refused.length - SHOWN_REFUSALS;
  if (more > 0) context.toasts.show('danger', `${more} more files could not be opened as images.`);
}
