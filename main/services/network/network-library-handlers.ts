import { randomUUID } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { Events } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import { type NetworkInfo, networkKey } from '#core/model/network.ts';
import type { Handlers } from '../handlers.ts';
import type { Clock, ComputePool, NetworkLibrary, NetworkRunner } from '../ports.ts';
import { inspectNetwork } from './inspect-network.ts';
import type { LoadedNetworks } from './loaded-networks.ts';
import { applyChoices } from './network-choices.ts';
import type { NetworkDrafts } from './network-drafts.ts';

export interface NetworkLibraryMeans {
  readonly pool: ComputePool;
  readonly runner: NetworkRunner;
  readonly library: NetworkLibrary;
  readonly drafts: NetworkDrafts;
  readonly networks: LoadedNetworks;
  readonly clock: Clock;
  emit<E extends keyof Events>(event: E, value: Events[E]): void;
}

type LibraryCalls =
  | 'networks.list'
  | 'networks.inspect'
  | 'networks.import'
  | 'networks.discard'
  | 'networks.update'
  | 'networks.users'
  | 'networks.remove';

export function networkLibraryHandlers(means: NetworkLibraryMeans): Pick<Handlers, LibraryCalls> {
  const { library, drafts, clock, networks, emit } = means;
  const changed = async (): Promise<void> => emit('networks.changed', (await library.list()).networks);

  return {
    'networks.list': async () => (await library.list()).networks,

    async 'networks.inspect'({ path }, { signal, progress }) {
      progress({ done: 0, total: 1, stage: `Reading ${basename(path)}`, secondsLeft: null });
      const draft = await inspectNetwork(resolve(path), means, { signal });
      const { metadata, graph, monochrome } = draft.inspected;
      const draftId = await drafts.keep(draft);
      return { draftId, path: draft.path, metadata, graph, monochrome, same: draft.same, twin: draft.twin, ranOn: draft.ranOn };
    },

    async 'networks.import'({ draftId, choices }) {
      const draft = drafts.get(draftId);
      if (draft.same !== null) {
        const message = `${basename(draft.path)} is in the library already, as ${draft.same.name}.`;
        throw new GroveError('invalid-input', message, { file: draft.path, code: 'DUPLICATE' });
      }
      const { id } = draft.inspected.metadata;
      const facts = { id: id ?? randomUUID(), fileName: basename(draft.path), imported: clock.now().toISOString() };
      const info = applyChoices(draft.inspected, choices, facts);
      await library.add(info, draft.onnxPath, draft.path);
      await drafts.discard(draftId);
      await changed();
      return info;
    },

    async 'networks.discard'({ draftId }) {
      await drafts.discard(draftId);
      return null;
    },

    async 'networks.update'({ key, patch }) {
      const { info } = await library.get(key);
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const updated = checkPatch(info, { ...info, ...given });
      await library.update(updated);
      await networks.forget(key);
      await changed();
      return updated;
    },

    'networks.users': ({ key }) => library.users(key),

    async 'networks.remove'({ key }) {
      await library.remove(key);
      await networks.forget(key);
      await changed();
      return null;
    },
  };
}

/** What holds at import holds for changes too. */
function checkPatch(before: NetworkInfo, after: NetworkInfo): NetworkInfo {
  const refuse = (message: string): never => {
    throw new GroveError('invalid-input', message);
  };
  if (after.name.trim() === '') refuse('A network needs a name.');
  if (after.classes.length !== before.classes.length)
    refuse(`The network has ${before.classes.length} classes; name each of them.`);
  for (const axis of ['z', 'y', 'x'] as const) {
    const [side, extent] = [after.border[axis] ?? 0, after.tile[axis]];
    if (extent !== null && 2 * side >= extent) refuse(`A border of ${side} pixels leaves nothing of a tile of ${extent}.`);
  }
  if (after.channelNames !== null && after.channelNames.length !== before.channels) {
    refuse(`The network takes ${before.channels} channels; choose as many.`);
  }
  if (networkKey(before) !== networkKey(after)) throw new Error('A patch cannot make another network of it.');
  return after;
}
