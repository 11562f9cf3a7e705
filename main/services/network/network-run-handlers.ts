import { basename, resolve } from 'node:path';
import type { Handlers } from '../handlers.ts';
import { checkPlane, present } from '../images/image-handlers.ts';
import type { ImageSources } from '../images/image-sources.ts';
import { checkOutputFile } from '../output-file.ts';
import type { ComputePool, NetworkRunner, ProjectStore } from '../ports.ts';
import { recordedJob } from '../recorded-job.ts';
import { classifyImage } from './classify-image.ts';
import type { LoadedNetworks } from './loaded-networks.ts';
import { applyChoices } from './network-choices.ts';
import type { NetworkDrafts } from './network-drafts.ts';
import { tryNetwork } from './network-trial.ts';
import { subjectFor } from './network-use.ts';
import { type ProcessMeans, processImage } from './process-image.ts';
import { verifyTiling } from './verify-tiling.ts';

export interface NetworkRunMeans extends ProcessMeans {
  readonly pool: ComputePool;
  readonly sources: ImageSources;
  readonly runner: NetworkRunner;
  readonly networks: LoadedNetworks;
  readonly drafts: NetworkDrafts;
  /** The open project; throws 'no-project'. */
  store(): ProjectStore;
}

type RunCalls = 'networks.tryDraft' | 'networks.verifyTiling' | 'networks.process' | 'networks.classify';

export function networkRunHandlers(means: NetworkRunMeans): Pick<Handlers, RunCalls> {
  const { networks, drafts, store, runner, clock } = means;

  return {
    async 'networks.tryDraft'({ draftId, choices, imageId, plane, x, y, channels }, { signal }) {
      const draft = drafts.get(draftId);
      const image = present(store(), imageId);
      checkPlane(image, plane);
      const facts = {
        id: draft.inspected.metadata.id ?? draftId,
        fileName: basename(draft.path),
        imported: clock.now().toISOString(),
      };
      const info = applyChoices(draft.inspected, choices, facts);
      const network = { info, file: { key: draft.onnxPath, path: draft.onnxPath, provider: info.provider } };
      try {
        return await tryNetwork(subjectFor(network, image, plane, channels), { x, y }, means, { signal, priority: 1 });
      } finally {
        await runner.forget(draft.onnxPath);
      }
    },

    async 'networks.verifyTiling'({ key, imageId, plane, x, y, channels }, { signal }) {
      const image = present(store(), imageId);
      checkPlane(image, plane);
      // Borders are what is looked at, so the pixels are left as they are.
      const { scale: _, ...subject } = subjectFor(await networks.get(key, null), image, plane, channels);
      return verifyTiling(subject, { x, y }, means, { signal, priority: 1 });
    },

    async 'networks.process'({ key, imageId, path, subset, channels }, { signal, progress }) {
      const project = store();
      const image = present(project, imageId);
      const network = await networks.get(key, project.path);
      const file = resolve(path);
      await checkOutputFile(file, [project.path, ...project.images().map((one) => one.path)]);
      const title = `Process ${image.name} with ${network.info.name}`;
      return recordedJob(project, 'process', title, () =>
        processImage({ network, image, path: file, subset, channels }, means, { signal, progress }),
      );
    },

    async 'networks.classify'({ key, imageId, subset, perTile, channels }, { signal, progress }) {
      const project = store();
      const image = present(project, imageId);
      const network = await networks.get(key, project.path);
      const title = `Classify ${image.name} with ${network.info.name}`;
      return recordedJob(project, 'classify', title, () =>
        classifyImage({ network, image, subset, perTile, channels }, means, { signal, progress }),
      );
    },
  };
}
