import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { networkKey } from '#core/model/network.ts';
import { createComputePool } from '../../main/engines/compute-pool.ts';
import { createNetworkRunner } from '../../main/engines/network/network-runner.ts';
import { createImageSources, type KnownImage } from '../../main/services/images/image-sources.ts';
import { applyChoices, type NetworkChoices } from '../../main/services/network/network-choices.ts';
import { createNetworkTiles, type LoadedNetwork, type NetworkTiles } from '../../main/services/network/network-tiles.ts';
import type { ComputePool, NetworkRunner } from '../../main/services/ports.ts';
import { modelFolder } from './shared-models.ts';

/** What runs networks, over real threads, without a project or library. */
export interface ComposedNetworks {
  readonly pool: ComputePool;
  readonly runner: NetworkRunner;
  readonly tiles: NetworkTiles;
  readonly folder: ReturnType<typeof modelFolder>;
  load(path: string, choices?: NetworkChoices): Promise<LoadedNetwork>;
  image(path: string): Promise<KnownImage & { name: string }>;
  close(): Promise<void>;
}

export function composeNetworks(): ComposedNetworks {
  const pool = createComputePool({ threads: 2 });
  const runner = createNetworkRunner();
  const folder = modelFolder();
  return {
    pool,
    runner,
    tiles: createNetworkTiles(pool, runner, createImageSources(pool, { of: async () => null, existing: async () => null })),
    folder,
    async load(path, choices = {}) {
      const onnx = folder.put(`${randomUUID()}.onnx`, new Uint8Array(0));
      const inspected = await pool.run('network.inspect', { path, onnx });
      const facts = { id: inspected.metadata.id ?? randomUUID(), fileName: basename(path), imported: '2026-01-01T00:00:00Z' };
      const info = applyChoices(inspected, { provider: 'cpu', ...choices }, facts);
      return { info, file: { key: networkKey(info), path: onnx, provider: info.provider } };
    },
    async image(path) {
      const info = await pool.run('image.open', { path });
      return { path, name: basename(path), contentHash: path, info };
    },
    async close() {
      await runner.close();
      await pool.close();
      folder.remove();
    },
  };
}
