import { homedir, platform, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Grove keeps what is the user's but not a project: the sample project, settings, the cache. */
export interface Folders {
  readonly dataFolder: string;
  /** May be deleted at any time. */
  readonly cacheFolder: string;
}

/** The folders of this user on this system; the environment variable GROVE_DATA puts both into one folder. */
export function defaultFolders(env: Readonly<Record<string, string | undefined>> = process.env): Folders {
  const chosen = env.GROVE_DATA;
  if (chosen) return { dataFolder: chosen, cacheFolder: join(chosen, 'cache') };
  const home = homedir() || tmpdir();
  switch (platform()) {
    case 'win32': {
      const local = env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
      return {
        dataFolder: join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Grove'),
        cacheFolder: join(local, 'Grove', 'Cache'),
      };
    }
    case 'darwin':
      return {
        dataFolder: join(home, 'Library', 'Application Support', 'Grove'),
        cacheFolder: join(home, 'Library', 'Caches', 'Grove'),
      };
    default:
      return {
        dataFolder: join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'grove'),
        cacheFolder: join(env.XDG_CACHE_HOME ?? join(home, '.cache'), 'grove'),
      };
  }
}

/** Where compiled code is kept within the cache, so that Grove starts faster the next time. */
export function codeFolder(cacheFolder: string): string {
  return join(cacheFolder, 'code');
}
