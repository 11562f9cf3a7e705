import { type CrfSettings, NO_CRF } from '#core/model/crf.ts';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { parseSubset, selectPlanes } from '#core/model/subset.ts';
import type { CallContext, Handlers } from '../handlers.ts';
import { checkPlane, present } from '../images/image-handlers.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { LevelReader } from '../images/level-reader.ts';
import type { LoadedNetworks } from '../network/loaded-networks.ts';
import { mapChannels } from '../network/map-channels.ts';
import { networkModel } from '../network/network-model.ts';
import type { NetworkRegions } from '../network/network-regions.ts';
import type { Clock, ComputePool, ProjectStore } from '../ports.ts';
import { recordedJob } from '../recorded-job.ts';
import type { CrfRegions } from '../refinement/crf-regions.ts';
import { createSecondsLeft } from '../seconds-left.ts';
import { labelNext } from './label-next.ts';
import type { LabelPlane } from './label-plane.ts';
import { modelChannels } from './model-channels.ts';
import type { LabelledFeatureMeans } from './place-features.ts';
import type { PredictionSubject, Predictions } from './predictions.ts';
import { classifierModel } from './segmenting-model.ts';
import type { UsableModels } from './usable-models.ts';

export interface PredictionHandlerMeans extends SubjectMeans, LabelledFeatureMeans {
  readonly predictions: Predictions;
  readonly clock: Clock;
  /** The open project; throws 'no-project'. */
  store(): ProjectStore;
}

type PredictionCalls = 'prediction.tile' | 'prediction.labelNext' | 'segmentation.run';

export function predictionHandlers(means: PredictionHandlerMeans): Pick<Handlers, PredictionCalls> {
  const { predictions, store, clock } = means;

  const progressOf = ({ progress }: CallContext, stage: string): ((done: number, total: number) => void) => {
    const secondsLeft = createSecondsLeft(clock);
    return (done, total) => progress({ done, total, stage, secondsLeft: secondsLeft(done, total) });
  };

  return {
    async 'prediction.tile'({ modelId, imageId, plane, level, column, row, probabilityOf, priority, crf }, { signal }) {
      const subject = await subjectOf(means, store(), modelId, imageId, plane, crf);
      return predictions.tile(subject, { level, column, row }, probabilityOf, { signal, priority });
    },

    async 'segmentation.run'({ modelId, imageId, plane, subset, crf }, context) {
      const project = store();
      const first = await subjectOf(means, project, modelId, imageId, plane, crf);
      const planes = subset === null ? [plane] : planesOf(first.image, subset);
      const report = progressOf(context, 'Segmenting');
      const title = `Segment ${first.image.name} with ${first.model.name}, ${first.model.edition}`;
      const confidenceHistogram = await recordedJob(project, 'segment', title, async () => {
        const sums = first.model.classes.map(() => new Array<number>(101).fill(0));
        for (const [i, one] of planes.entries()) {
          const subject = await subjectOf(means, project, modelId, imageId, one, crf);
          const onProgress = (done: number, total: number): void => report(i * total + done, planes.length * total);
          const counts = await predictions.plane(subject, { signal: context.signal, priority: 3, onProgress });
          for (const [k, row] of counts.entries()) for (const [percent, count] of row.entries()) sums[k]![percent]! += count;
        }
        return sums;
      });
      return { modelId, imageId, planes: planes.length, confidenceHistogram };
    },

    async 'prediction.labelNext'({ modelId }, context) {
      const project = store();
      const planes = await labelPlanes(means, project, modelId);
      const classifier =
        means.networks.has(modelId) || !means.models.has(project, modelId) ? null : means.models.get(project, modelId);
      const options = { signal: context.signal, priority: 2, onProgress: progressOf(context, 'Looking for places to label') };
      return labelNext(planes, classifier, { ...means, store: project }, options);
    },
  };
}

/** Planes of an image that are looked at for places to label; of more an evenly spread choice. */
const MOST_PLANES = 256;

/** Planes of the images that a model suits. Throws the first reason where it suits none. */
async function labelPlanes(means: SubjectMeans, project: ProjectStore, modelId: string): Promise<LabelPlane[]> {
  const planes: LabelPlane[] = [];
  let reason: unknown = new GroveError('invalid-input', 'There is no image to label: add one to the project.');
  for (const { id, name, info, missing } of project.images()) {
    if (missing) continue;
    try {
      // What the model itself is unsure of, whatever a field would make of it.
      const all = selectPlanes(name, info, {}).planes;
      const taken = Math.min(all.length, MOST_PLANES);
      for (let i = 0; i < taken; i++) {
        const plane = all[Math.floor(((i + 0.5) * all.length) / taken)]!;
        planes.push({ imageId: id, subject: await subjectOf(means, project, modelId, id, plane) });
      }
    } catch (error) {
      if (!(error instanceof GroveError && error.kind === 'mismatch')) throw error;
      reason = error;
    }
  }
  if (planes.length === 0) throw reason;
  return planes;
}

/** The planes that the text of a subset selects; it must not cut them. */
function planesOf({ name, info }: PredictionSubject['image'], text: string): readonly PlaneIndex[] {
  const subset = parseSubset(text);
  if (subset.x !== undefined || subset.y !== undefined) {
    throw new GroveError('invalid-input', 'Only whole planes are segmented in the window: leave X and Y out of the subset.');
  }
  return selectPlanes(name, info, subset).planes;
}

/** What is needed to apply a model of the project, or a network of the library, to an image. */
export interface SubjectMeans {
  readonly models: UsableModels;
  readonly levels: LevelReader;
  readonly pool: ComputePool;
  readonly sources: ImageSources;
  readonly networks: LoadedNetworks;
  readonly regions: NetworkRegions;
  readonly crf: CrfRegions;
}

/** Throws 'not-found' for a missing image or model, 'mismatch' where they do not go together. */
export async function subjectOf(
  { models, levels, pool, sources, networks, regions, crf: fields }: SubjectMeans,
  project: ProjectStore,
  modelId: string,
  imageId: string,
  plane: PlaneIndex,
  crf: CrfSettings = NO_CRF,
): Promise<PredictionSubject> {
  const image = present(project, imageId);
  checkPlane(image, plane);
  const place = { image, plane, levels: levels.levels(image, plane.scene) };
  if (networks.has(modelId) || !models.has(project, modelId)) {
    const network = await networks.get(modelId, project.path).catch(explainMissing);
    const model = networkModel(network, image, mapChannels(network.info, image), regions);
    return { ...place, model: fields.refined(model, image, crf) };
  }
  const classifier = models.get(project, modelId);
  const model = classifierModel(classifier, image, modelChannels(classifier.info, image), { pool, sources });
  return { ...place, model: fields.refined(model, image, crf) };
}

/** The library knows nothing of the models of a project; who asked may have meant either. */
function explainMissing(error: unknown): never {
  if (!(error instanceof GroveError && error.kind === 'not-found')) throw error;
  throw new GroveError(
    'not-found',
    'That model is not in the project any more, nor is it a network of the library; train again or choose another one.',
  );
}
