import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { networkKey } from '#core/model/network.ts';
import type { Clock, ComputePool, InspectedNetwork, NetworkLibrary, RunOptions } from '../ports.ts';
import { applyChoices, type NetworkChoices } from './network-choices.ts';
import type { LoadedNetwork } from './network-tiles.ts';

/** A network that is used without being kept. */
export interface OpenNetwork extends LoadedNetwork {
  /** What its file says; null for networks of the library. */
  readonly inspected: InspectedNetwork | null;
  close(): Promise<void>;
}

export interface NetworkOpening {
  readonly pool: ComputePool;
  readonly library: NetworkLibrary;
  readonly clock: Clock;
}

/** Opens a model file as it is, with the choices given. Throws what inspecting and choosing throw. */
export async function networkFromFile(
  path: string,
  choices: NetworkChoices,
  { pool, library, clock }: NetworkOpening,
  options: RunOptions = {},
): Promise<OpenNetwork> {
  const onnx = await library.staging();
  const close = (): Promise<void> => rm(onnx, { force: true });
  try {
    const inspected = await pool.run('network.inspect', { path, onnx }, options);
    const facts = {
      id: inspected.metadata.id ?? randomUUID(),
      fileName: basename(path),
      imported: clock.now().toISOString(),
    };
    const info = applyChoices(inspected, choices, facts);
    return { info, file: { key: networkKey(info), path: onnx, provider: info.provider }, inspected, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens a network of the library by its name or key. Throws GroveError 'not-found', or 'invalid-input' where a name is not unique. */
export async function networkFromLibrary(nameOrKey: string, library: NetworkLibrary): Promise<OpenNetwork> {
  const { networks } = await library.list();
  const named = networks.filter((info) => info.name === nameOrKey || networkKey(info) === nameOrKey);
  const [first, second] = named;
  if (first === undefined) {
    const message = `There is no model file ${nameOrKey} and no network of that name in the library; 'grove model list' shows them.`;
    throw new GroveError('not-found', message);
  }
  if (second !== undefined) {
    const keys = named.map(networkKey).join(' or ');
    throw new GroveError('invalid-input', `Several networks are called ${nameOrKey}; give the key of one: ${keys}.`);
  }
  const { info, onnxPath } = await library.get(networkKey(first));
  const file = { key: networkKey(info), path: onnxPath, provider: info.provider };
  return { info, file, inspected: null, close: async () => undefined };
}
