import { GroveError } from '#core/model/error.ts';
import type { ProjectInfo } from '#core/model/project.ts';
import { attempt, type Context } from './context.ts';
import { chooseFiles, fileName, folderOf, joinPath, PROJECT_FILES, stemOf, withExtension } from './file-chooser.ts';
import type { ProjectEntry } from './project-entry.ts';

export interface ProjectActions {
  /** First look at the host: what is open, what was open before. */
  start(): Promise<void>;
  create(): Promise<void>;
  open(path?: string): Promise<void>;
  openSample(): Promise<void>;
  saveCopy(): Promise<void>;
  close(): Promise<void>;
  /** Opens or creates the project beside an image, where it will be looked for next time. */
  ensureBeside(imagePath: string): Promise<boolean>;
}

/** Classes of a new project, so that the first thing to do is to paint. */
const FIRST_CLASSES = [
  { name: 'Background', color: 0x147eb3 },
  { name: 'Object', color: 0xf0b726 },
] as const;

export function createProjectActions(context: Context, entry: ProjectEntry): ProjectActions {
  const { client, frame, jobs, toasts, workspace } = context;

  const refreshRecent = async (): Promise<void> => {
    frame.patch({ recent: await client.call('project.recent', {}) });
  };

  const switchTo = async (work: () => Promise<ProjectInfo | null>): Promise<void> => {
    await entry.switchTo(work);
    await refreshRecent();
  };

  const createAt = (path: string): Promise<void> =>
    switchTo(async () => {
      const created = await client.call('project.create', { path });
      if (created.classes.length > 0) return created;
      for (const one of FIRST_CLASSES) await client.call('classes.add', one);
      return client.call('project.current', {});
    });

  const openAt = (path: string): Promise<void> => switchTo(() => client.call('project.open', { path }));

  return {
    start: async () => {
      await attempt(context, async () => {
        const [app, current, networks] = await Promise.all([
          client.call('app.info', {}),
          client.call('project.current', {}),
          client.call('networks.list', {}),
        ]);
        frame.patch({ app, networks });
        await entry.enter(current);
        await refreshRecent();
      });
      frame.patch({ ready: true });
    },
    create: async () => {
      const paths = await chooseFiles(context, {
        title: 'New project',
        mode: 'save',
        action: 'Create',
        filters: PROJECT_FILES,
        suggestedName: 'project.grove',
      });
      const path = paths?.[0];
      if (path === undefined) return;
      await attempt(context, () => createAt(withExtension(path, 'grove')));
    },
    open: async (known) => {
      const path =
        known ??
        (await chooseFiles(context, { title: 'Open a project', mode: 'open', action: 'Open', filters: PROJECT_FILES }))?.[0];
      if (path !== undefined) await attempt(context, () => openAt(path));
    },
    openSample: async () => {
      await attempt(context, () =>
        switchTo(() =>
          jobs.run('project', 'Making the sample project', (options) => client.call('project.openSample', {}, options)),
        ),
      );
    },
    saveCopy: async () => {
      const { project } = workspace.get();
      if (!project) return;
      const paths = await chooseFiles(context, {
        title: 'Save a copy',
        mode: 'save',
        action: 'Save',
        filters: PROJECT_FILES,
        suggestedName: `${project.name} copy.grove`,
        folder: folderOf(project.path),
      });
      const path = paths?.[0];
      if (path === undefined) return;
      await attempt(context, async () => {
        const saved = await client.call('project.saveCopy', { path: withExtension(path, 'grove') });
        toasts.show('success', `A copy was saved as ${fileName(saved.path)}.`, [
          { label: 'Open the copy', run: () => void attempt(context, () => openAt(saved.path)) },
        ]);
      });
    },
    close: async () => {
      await attempt(context, () => switchTo(() => client.call('project.close', {})));
    },
    ensureBeside: async (imagePath) => {
      if (workspace.get().project) return true;
      const path = joinPath(folderOf(imagePath), `${stemOf(fileName(imagePath))}.grove`);
      const done = await attempt(context, async () => {
        const beside = await client.call('files.list', { folder: folderOf(imagePath) });
        if (beside.entries.some((one) => one.path === path)) await openAt(path);
        else await createOrAsk(context, path, createAt);
        return true;
      });
      return done === true && workspace.get().project !== null;
    },
  };
}

/** Creates the project where it is wanted, or asks for another place where the folder cannot be written to. */
async function createOrAsk(context: Context, path: string, create: (path: string) => Promise<void>): Promise<void> {
  try {
    await create(path);
  } catch (thrown) {
    const error = GroveError.from(thrown);
    if (error.kind !== 'read-only') throw thrown;
    const paths = await chooseFiles(context, {
      title: 'The folder of the image cannot be written to. Where should the project be kept?',
      mode: 'save',
      action: 'Create',
      filters: PROJECT_FILES,
      suggestedName: fileName(path),
    });
    if (paths?.[0] !== undefined) await create(withExtension(paths[0], 'grove'));
  }
}
