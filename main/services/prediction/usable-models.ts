import { joinForests } from '#core/forest/join-forests.ts';
import type { PixelClassifier } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import type { ProjectStore } from '../ports.ts';

/** Gives out classifiers by id, with their trees in memory that all threads share. */
export interface UsableModels {
  /** True for the live model, the trials and the kept versions. */
  has(store: ProjectStore, modelId: string): boolean;
  /** The live model of that id, the trial, or the kept version. Throws 'not-found'. */
  get(store: ProjectStore, modelId: string): PixelClassifier;
  /** Puts the newest live training's result in the place of the one before it, which is returned. */
  setLive(model: PixelClassifier): PixelClassifier | null;
  /** Keeps the classifier of a trial for a while; returns the oldest where there are too many. */
  keepTrial(model: PixelClassifier): PixelClassifier | null;
  /** Reads a kept version anew when it is wanted next: its name has changed. */
  refresh(modelId: string): void;
  /** Forgets the live model and the trials, when the project it belongs to is left. */
  clear(): void;
}

const KEEP = 4;
const KEEP_TRIALS = 12;

export function createUsableModels(): UsableModels {
  const shared = new Map<string, PixelClassifier>();
  const trials = new Map<string, PixelClassifier>();
  let live: PixelClassifier | null = null;
  return {
    get(store, modelId) {
      if (live?.info.id === modelId) return live;
      const known = shared.get(modelId) ?? trials.get(modelId);
      if (known !== undefined) return known;
      if (!store.models().some((info) => info.id === modelId)) {
        throw new GroveError('not-found', 'That model is not in the project any more; train again or choose another one.');
      }
      const model = withSharedForest(store.model(modelId));
      shared.set(modelId, model);
      const [oldest] = shared.keys();
      if (shared.size > KEEP && oldest !== undefined) shared.delete(oldest);
      return model;
    },
    has: (store, modelId) =>
      live?.info.id === modelId ||
      shared.has(modelId) ||
      trials.has(modelId) ||
      store.models().some((info) => info.id === modelId),
    setLive(model) {
      const before = live;
      live = withSharedForest(model);
      return before;
    },
    keepTrial(model) {
      trials.set(model.info.id, withSharedForest(model));
      const [oldest] = trials.keys();
      if (trials.size <= KEEP_TRIALS || oldest === undefined) return null;
      const dropped = trials.get(oldest)!;
      trials.delete(oldest);
      return dropped;
    },
    refresh: (modelId) => shared.delete(modelId),
    clear() {
      live = null;
      shared.clear();
      trials.clear();
    },
  };
}

/** The classifier with its trees in shared memory. */
export function withSharedForest(model: PixelClassifier): PixelClassifier {
  const { forest, info } = model;
  const isShared = forest.feature.buffer instanceof SharedArrayBuffer;
  return isShared ? model : { info, forest: joinForests([forest], forest.classes, forest.features) };
}
