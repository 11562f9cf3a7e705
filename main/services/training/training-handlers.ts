import { randomUUID } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { Events } from '#contract/contract.ts';
import { LIVE_PIXEL_CAP, PIXEL_CAP } from '#core/forest/pixel-cap.ts';
import type { PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import type { CallContext, Handlers } from '../handlers.ts';
import type { ModelFiles, ProjectStore } from '../ports.ts';
import type { Predictions } from '../prediction/predictions.ts';
import type { UsableModels } from '../prediction/usable-models.ts';
import { recordedJob } from '../recorded-job.ts';
import { classNumberOf } from './class-number-of.ts';
import { exportNetwork, type NetworkExportMeans } from './export-network.ts';
import { projectLabels } from './project-labels.ts';
import { type TrainingMeans, trainClassifier } from './train-classifier.ts';

export interface TrainingHandlerMeans extends TrainingMeans, NetworkExportMeans {
  readonly models: UsableModels;
  readonly modelFiles: ModelFiles;
  readonly predictions: Predictions;
  /** The open project; throws 'no-project'. */
  store(): ProjectStore;
  emit<E extends keyof Events>(event: E, value: Events[E]): void;
}

type TrainingCalls =
  | 'classifier.train'
  | 'classifier.trainLive'
  | 'classifier.describe'
  | 'classifier.save'
  | 'classifier.exportNetwork'
  | 'classifier.load';

export function trainingHandlers(means: TrainingHandlerMeans): Pick<Handlers, TrainingCalls> {
  const { models, modelFiles, predictions, store, emit } = means;
  const modelsChanged = (project: ProjectStore): void => emit('models.changed', project.models());

  return {
    async 'classifier.train'(_, context) {
      const project = writable(store());
      const name = basename(project.path).replace(/\.grove$/i, '');
      const version = nextVersion(project, name);
      const model = await recordedJob(project, 'train', `Train ${name}, version ${version}`, async () => {
        const trained = await train(means, project, { name, version }, context);
        project.addModel(trained);
        return trained;
      });
      modelsChanged(project);
      return model.info;
    },

    async 'classifier.trainLive'({ quick = false }, context) {
      const cap = quick ? LIVE_PIXEL_CAP : PIXEL_CAP;
      const model = await train(means, store(), { name: 'Live', version: 0, cap }, context);
      const before = models.setLive(model);
      if (before !== null) await predictions.forgetModel(before.info.id);
      return model.info;
    },

    'classifier.describe'({ modelId, name, description }) {
      const project = store();
      project.describeModel(modelId, name, description);
      models.refresh(modelId);
      modelsChanged(project);
      return project.model(modelId).info;
    },

    async 'classifier.save'({ modelId, path }) {
      const file = resolve(path);
      await modelFiles.write(file, models.get(store(), modelId));
      return { path: file };
    },

    async 'classifier.exportNetwork'({ modelId, path, trainingData }, context) {
      const project = store();
      const classifier = models.get(project, modelId);
      const { trainingImages } = classifier.info;
      const images = project.images().filter((image) => !image.missing && trainingImages.includes(image.name));
      const classOf = classNumberOf(project.classes());
      const request = {
        ...{ classifier, path: resolve(path), trainingData, images, classOf, tile: null, licence: null },
        sources: trainingData ? projectLabels(project) : [],
        inputs: [project.path],
      };
      const { path: written, notes } = await exportNetwork(request, means, context);
      return { path: written, notes };
    },

    async 'classifier.load'({ path }) {
      const project = writable(store());
      const model = await modelFiles.read(resolve(path));
      const twin = project.models().find((info) => info.id === model.info.id);
      if (twin !== undefined) {
        const message = `${basename(path)} is in the project already, as ${twin.name}, version ${twin.version}.`;
        throw new GroveError('invalid-input', message, { file: path });
      }
      project.addModel(model);
      modelsChanged(project);
      return model.info;
    },
  };
}

function train(
  means: TrainingMeans,
  project: ProjectStore,
  how: { name: string; version: number; cap?: number },
  { signal, progress }: CallContext,
): Promise<PixelClassifier> {
  const { set, channels, trees, seed, scale } = project.trainingSettings();
  const sources = projectLabels(project);
  const request = {
    sources,
    classes: project.classes(),
    set,
    channels,
    trees,
    seed,
    scale,
    ...how,
    description: '',
    newId: () => randomUUID(),
  };
  return trainClassifier(request, means, { signal, progress });
}

function nextVersion(project: ProjectStore, name: string): number {
  return 1 + Math.max(0, ...project.models().map((model) => (model.name === name ? model.version : 0)));
}

function writable(project: ProjectStore): ProjectStore {
  if (!project.readOnly) return project;
  const message = `${basename(project.path)} is open for reading only, so no model can be added to it; save a copy and work on that.`;
  throw new GroveError('read-only', message, { file: project.path });
}
