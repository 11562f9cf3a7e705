import { platform } from 'node:os';
import type { AppInfo } from '#contract/contract.ts';
import { featureNames } from '#core/features/feature-sets.ts';
import type { Handlers } from '../handlers.ts';
import { listFolder } from './list-folder.ts';

/** What Grove says of itself and of the computer it runs on. */
export function appHandlers(
  app: Pick<AppInfo, 'version' | 'threads' | 'host'>,
): Pick<Handlers, 'app.info' | 'features.names' | 'files.list'> {
  return {
    'app.info': () => ({ ...app, platform: platform() }),
    'features.names': ({ set }) => featureNames(set, ['']),
    'files.list': ({ folder }) => listFolder(folder),
  };
}
