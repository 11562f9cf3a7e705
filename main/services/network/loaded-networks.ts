import { networkKey } from '#core/model/network.ts';
import type { NetworkLibrary, NetworkRunner } from '../ports.ts';
import type { NetworkRegions } from './network-regions.ts';
import type { LoadedNetwork } from './network-tiles.ts';

/** Networks of the library that were asked for, so that tiles need not look for them on disk. */
export interface LoadedNetworks {
  /** Throws GroveError 'not-found'. */
  get(key: string, projectPath: string | null): Promise<LoadedNetwork>;
  /** True where `get` answers at once. */
  has(key: string): boolean;
  /** The network has changed or is gone. */
  forget(key: string): Promise<void>;
}

export function createLoadedNetworks(library: NetworkLibrary, runner: NetworkRunner, regions: NetworkRegions): LoadedNetworks {
  const loaded = new Map<string, LoadedNetwork>();
  const used = new Set<string>();
  const load = async (key: string): Promise<LoadedNetwork> => {
    const { info, onnxPath } = await library.get(key);
    const network = { info, file: { key: networkKey(info), path: onnxPath, provider: info.provider } };
    loaded.set(key, network);
    return network;
  };
  return {
    has: (key) => loaded.has(key),
    async get(key, projectPath) {
      const network = loaded.get(key) ?? (await load(key));
      if (projectPath !== null && !used.has(`${key} ${projectPath}`)) {
        used.add(`${key} ${projectPath}`);
        await library.use(key, projectPath);
      }
      return network;
    },
    async forget(key) {
      loaded.delete(key);
      regions.forget(key);
      await runner.forget(key);
    },
  };
}
