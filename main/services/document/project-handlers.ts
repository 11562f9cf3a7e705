import { resolve } from 'node:path';
import type { Handlers } from '../handlers.ts';
import type { ProjectStores } from '../ports.ts';
import type { ProjectSession } from './project-session.ts';
import type { RecentProjects } from './recent-projects.ts';

export interface ProjectHandlerMeans {
  readonly session: ProjectSession;
  readonly stores: ProjectStores;
  readonly recent: RecentProjects;
}

type ProjectCalls =
  | 'project.current'
  | 'project.recent'
  | 'project.create'
  | 'project.open'
  | 'project.saveCopy'
  | 'project.close'
  | 'project.getSetting'
  | 'project.setSetting';

export function projectHandlers({ session, stores, recent }: ProjectHandlerMeans): Pick<Handlers, ProjectCalls> {
  /** A project file always ends in .grove, so that the system and its users know it. */
  const named = (path: string): string => (/\.grove$/i.test(path) ? resolve(path) : `${resolve(path)}.grove`);

  return {
    'project.current': () => session.info(),
    'project.recent': () => recent.list(),

    async 'project.create'({ path }) {
      const info = session.adopt(stores.create(named(path)));
      await recent.remember(info.path);
      return info;
    },

    async 'project.open'({ path }) {
      const open = session.info();
      // Opening the open project again must not meet its own lock.
      if (open?.path === resolve(path)) return open;
      const info = session.adopt(stores.open(path));
      await recent.remember(info.path);
      return info;
    },

    async 'project.saveCopy'({ path }) {
      const file = named(path);
      await session.store().copyTo(file);
      return { path: file };
    },

    'project.close'() {
      session.close();
      return null;
    },

    'project.getSetting': ({ key }) => session.store().getSetting(key),

    'project.setSetting'({ key, value }) {
      session.store().setSetting(key, value);
      return null;
    },
  };
}
