import type { ClassifierInfo } from '#core/model/classifier.ts';
import { attempt, type Context, findModel } from './context.ts';
import {
  CLASSIFIER_NETWORK_FILES,
  chooseFiles,
  fileName,
  LOADABLE_MODEL_FILES,
  MODEL_FILES,
  withExtension,
} from './file-chooser.ts';
import type { Segmentation } from './segmentation.ts';

export interface ModelActions {
  /** Shows what a version makes of the open image. */
  use(modelId: string): void;
  /** Opens the details of a version in the Models step. */
  select(modelId: string): void;
  describe(modelId: string, name: string, description: string): Promise<void>;
  saveToFile(modelId: string): Promise<void>;
  /** Asks for a file and writes the version as a network; with its training data, Grove gets it back from there. */
  exportNetwork(modelId: string, trainingData: boolean): Promise<void>;
  /** Asks for a file unless one is given. */
  loadFromFile(path?: string): Promise<void>;
}

export function createModelActions(context: Context, segmentation: Segmentation): ModelActions {
  const { client, jobs, toasts, workspace, frame } = context;
  const select = (selectedModelId: string): void => frame.patch({ selectedModelId });

  return {
    select,
    use: segmentation.show,
    describe: async (modelId, name, description) => {
      await attempt(context, async () => {
        const described = await client.call('classifier.describe', { modelId, name, description });
        const { project } = workspace.get();
        if (!project) return;
        const models = project.models.map((one) => (one.id === modelId ? described : one));
        workspace.patch({ project: { ...project, models } });
      });
    },
    saveToFile: async (modelId) => {
      const model = findModel(context, modelId);
      if (!model) return;
      const paths = await chooseFiles(context, {
        title: 'Save the model',
        mode: 'save',
        action: 'Save',
        filters: MODEL_FILES,
        suggestedName: suggestedName(model, 'grovemodel'),
      });
      const path = paths?.[0];
      if (path === undefined) return;
      await attempt(context, async () => {
        const saved = await client.call('classifier.save', { modelId, path: withExtension(path, 'grovemodel') });
        toasts.show('success', `The model was saved as ${fileName(saved.path)}.`);
      });
    },
    exportNetwork: async (modelId, trainingData) => {
      const model = findModel(context, modelId);
      if (!model) return;
      const paths = await chooseFiles(context, {
        title: 'Export as network',
        mode: 'save',
        action: 'Export',
        filters: CLASSIFIER_NETWORK_FILES,
        suggestedName: suggestedName(model, 'czann'),
      });
      const chosen = paths?.[0];
      if (chosen === undefined) return;
      const path = withExtension(chosen, 'czann');
      await attempt(context, async () => {
        const done = await jobs.run('export', `Exporting ${fileName(path)}`, (options) =>
          client.call('classifier.exportNetwork', { modelId, path, trainingData }, options),
        );
        toasts.show('success', `The model was exported as ${fileName(done.path)}.`);
        for (const note of done.notes) toasts.show('info', note);
      });
    },
    loadFromFile: async (known) => {
      const request = { title: 'Load a model', mode: 'open', action: 'Load', filters: LOADABLE_MODEL_FILES } as const;
      const path = known ?? (await chooseFiles(context, request))?.[0];
      if (path === undefined) return;
      await attempt(context, async () => {
        const loaded = await jobs.run('model', `Loading ${fileName(path)}`, (options) =>
          client.call('classifier.load', { path }, options),
        );
        const { project } = workspace.get();
        if (project && !project.models.some((one) => one.id === loaded.id)) {
          workspace.patch({ project: { ...project, models: [...project.models, loaded] } });
        }
        select(loaded.id);
        toasts.show('success', `${loaded.name} was loaded.`, [{ label: 'Use', run: () => segmentation.show(loaded.id) }]);
      });
    },
  };
}

/** A file name of the model's own, without what file systems refuse. */
function suggestedName({ name, version }: Pick<ClassifierInfo, 'name' | 'version'>, extension: string): string {
  return `${name.replace(/[\\/:*?"<>|]/g, '-')} v${version}.${extension}`;
}
