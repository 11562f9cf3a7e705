import type { ImageClassRow, Input, NetworkDraft, NetworkTrial, TilingCheck } from '#contract/contract.ts';
import { type NetworkInfo, networkKey, networkUse } from '#core/model/network.ts';
import { attempt, type Context, openImage } from './context.ts';
import { chooseFiles, fileName, NETWORK_FILES } from './file-chooser.ts';
import type { ImageActions } from './image-actions.ts';
import type { Segmentation } from './segmentation.ts';

export type NetworkChoices = Input<'networks.import'>['choices'];
export type NetworkPatch = Input<'networks.update'>['patch'];

export interface NetworkActions {
  /** Asks the host for the library. */
  refresh(): Promise<void>;
  /** Looks at a model file, asked for unless given, and opens the dialog that imports it. */
  importFile(path?: string): Promise<void>;
  /** Runs a draft around the middle of the view. Throws what the host says. */
  tryDraft(draft: NetworkDraft, choices: NetworkChoices, channels: readonly number[] | null): Promise<NetworkTrial>;
  accept(draft: NetworkDraft, choices: NetworkChoices): Promise<void>;
  discard(draft: NetworkDraft): void;
  select(key: string): void;
  /** Shows what a segmentation network makes of the open image, or opens the dialog that runs another one. */
  use(info: NetworkInfo): void;
  update(key: string, patch: NetworkPatch): Promise<void>;
  /** Projects that have used the network. */
  users(key: string): Promise<readonly string[]>;
  remove(info: NetworkInfo): Promise<void>;
  verifyTiling(key: string): Promise<TilingCheck | null>;
  /** Runs a regression network into a new image and, if wanted, adds that to the project. */
  process(request: Input<'networks.process'>, add: boolean): Promise<void>;
  classify(request: Input<'networks.classify'>): Promise<readonly ImageClassRow[] | null>;
}

export function createNetworkActions(
  context: Context,
  parts: { segmentation: Segmentation; images: ImageActions },
): NetworkActions {
  const { client, frame, jobs, toasts, workspace } = context;

  /** The pixel in the middle of what is in view. */
  const middle = (): { x: number; y: number } => {
    const rect = context.viewer.current?.visible() ?? { x: 0, y: 0, width: 1, height: 1 };
    return { x: rect.x + Math.floor(rect.width / 2), y: rect.y + Math.floor(rect.height / 2) };
  };

  const shown = (): { imageId: string; plane: ReturnType<typeof workspace.get>['plane'] } => {
    const { imageId, plane } = workspace.get();
    if (imageId === null) throw new Error('Open an image first.');
    return { imageId, plane };
  };

  const discard = (draft: NetworkDraft): void => {
    frame.patch({ dialog: null });
    client.call('networks.discard', { draftId: draft.draftId }).catch(() => undefined);
  };

  return {
    refresh: async () => {
      frame.patch({ networks: await client.call('networks.list', {}) });
    },
    importFile: async (known) => {
      const request = { title: 'Import a network', mode: 'open', action: 'Import', filters: NETWORK_FILES } as const;
      const path = known ?? (await chooseFiles(context, request))?.[0];
      if (path === undefined) return;
      await attempt(context, async () => {
        const draft = await jobs.run('model', `Looking at ${fileName(path)}`, (options) =>
          client.call('networks.inspect', { path }, options),
        );
        frame.patch({ dialog: { kind: 'network', draft } });
      });
    },
    tryDraft: (draft, choices, channels) =>
      jobs.run('model', 'Trying the network', (options) =>
        client.call(
          'networks.tryDraft',
          { draftId: draft.draftId, choices, ...shown(), ...middle(), channels: channels === null ? null : [...channels] },
          options,
        ),
      ),
    accept: async (draft, choices) => {
      await attempt(context, async () => {
        const info = await jobs.run('model', `Importing ${fileName(draft.path)}`, (options) =>
          client.call('networks.import', { draftId: draft.draftId, choices }, options),
        );
        const key = networkKey(info);
        const others = frame.get().networks.filter((one) => networkKey(one) !== key);
        frame.patch({ dialog: null, networks: [...others, info], selectedModelId: key });
        workspace.patch({ step: 'models' });
        toasts.show('success', `${info.name} is in the library now.`);
      });
    },
    discard,
    select: (key) => frame.patch({ selectedModelId: key }),
    use: (info) => {
      switch (networkUse(info.task)) {
        case 'segmentation':
          parts.segmentation.show(networkKey(info));
          break;
        case 'regression':
          frame.patch({ dialog: { kind: 'process', network: info } });
          break;
        case 'classification':
          frame.patch({ dialog: { kind: 'classify', network: info } });
          break;
        case null:
          break;
      }
    },
    update: async (key, patch) => {
      await attempt(context, async () => {
        const info = await client.call('networks.update', { key, patch });
        frame.patch({ networks: frame.get().networks.map((one) => (networkKey(one) === key ? info : one)) });
        if (workspace.get().model?.id === key) parts.segmentation.show(key);
      });
    },
    users: (key) => client.call('networks.users', { key }),
    remove: async (info) => {
      const key = networkKey(info);
      await attempt(context, async () => {
        await client.call('networks.remove', { key });
        frame.patch({
          dialog: null,
          networks: frame.get().networks.filter((one) => networkKey(one) !== key),
          ...(frame.get().selectedModelId === key && { selectedModelId: null }),
        });
        if (workspace.get().model?.id === key) workspace.patch({ model: null });
        toasts.show('info', `${info.name} was deleted from the library.`);
      });
    },
    verifyTiling: (key) =>
      attempt(context, () =>
        jobs.run('model', 'Comparing tiles', (options) =>
          client.call('networks.verifyTiling', { key, ...shown(), ...middle(), channels: null }, options),
        ),
      ),
    process: async (request, add) => {
      await attempt(context, async () => {
        const image = openImage(context);
        const done = await jobs.run('export', `Processing ${image?.name ?? ''}`, (options) =>
          client.call('networks.process', request, options),
        );
        if (done.note !== null) toasts.show('info', done.note);
        toasts.show('success', `${fileName(done.path)} was written.`);
        if (add) await parts.images.add([done.path]);
      });
    },
    classify: (request) =>
      attempt(context, () => jobs.run('model', 'Classifying', (options) => client.call('networks.classify', request, options))),
  };
}
