import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectSession } from '../document/project-session.ts';
import type { RecentProjects } from '../document/recent-projects.ts';
import type { Handlers } from '../handlers.ts';
import type { ImageReading } from '../images/add-images.ts';
import type { ProjectStores, ResultFiles } from '../ports.ts';
import { createSharedWork } from '../shared-work.ts';
import { createSample, SAMPLE_FILE } from './create-sample.ts';

export interface SampleMeans extends ImageReading {
  readonly stores: ProjectStores;
  readonly session: ProjectSession;
  readonly recent: RecentProjects;
  readonly files: ResultFiles;
  /** The user's data folder. */
  readonly dataFolder: string;
}

/** Opens the sample project, which is made when it is first asked for. */
export function sampleHandlers(means: SampleMeans): Pick<Handlers, 'project.openSample'> {
  const making = createSharedWork<void>();
  return {
    async 'project.openSample'(_, { signal, progress }) {
      const { session, stores, recent } = means;
      const folder = join(means.dataFolder, 'Sample project');
      const path = join(folder, SAMPLE_FILE);
      const open = session.info();
      if (open?.path === path) return open;
      if (!existsSync(path)) await making.run(path, signal, (stop) => createSample(means, folder, { signal: stop, progress }));
      const info = session.adopt(stores.open(path));
      await recent.remember(path);
      return info;
    },
  };
}
