import type { PlaneIndex } from '#core/model/image.ts';
import type { CallContext, Handlers } from '../handlers.ts';
import { checkPlane, present } from '../images/image-handlers.ts';
import type { LevelReader } from '../images/level-reader.ts';
import type { Clock, ProjectStore } from '../ports.ts';
import { recordedJob } from '../recorded-job.ts';
import { createSecondsLeft } from '../seconds-left.ts';
import { labelNext } from './label-next.ts';
import { modelChannels } from './model-channels.ts';
import type { PredictionSubject, Predictions } from './predictions.ts';
import type { UsableModels } from './usable-models.ts';

export interface PredictionHandlerMeans {
  readonly predictions: Predictions;
  readonly models: UsableModels;
  readonly levels: LevelReader;
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
    'prediction.tile'({ modelId, imageId, plane, level, column, row, probabilityOf, priority }, { signal }) {
      const subject = subjectOf(means, store(), modelId, imageId, plane);
      return predictions.tile(subject, { level, column, row }, probabilityOf, { signal, priority });
    },

    async 'segmentation.run'({ modelId, imageId, plane }, context) {
      const project = store();
      const subject = subjectOf(means, project, modelId, imageId, plane);
      const options = { signal: context.signal, priority: 3, onProgress: progressOf(context, 'Segmenting') };
      const title = `Segment ${subject.image.name} with ${subject.model.info.name}, version ${subject.model.info.version}`;
      const confidenceHistogram = await recordedJob(project, 'segment', title, () => predictions.plane(subject, options));
      return { modelId, imageId, confidenceHistogram };
    },

    'prediction.labelNext'({ modelId, imageId, plane }, context) {
      const project = store();
      const subject = subjectOf(means, project, modelId, imageId, plane);
      const options = { signal: context.signal, priority: 2, onProgress: progressOf(context, 'Looking for uncertain places') };
      return labelNext(predictions, subject, project, imageId, options);
    },
  };
}

/** Throws 'not-found' for a missing image or model, 'mismatch' where they do not go together. */
export function subjectOf(
  { models, levels }: Pick<PredictionHandlerMeans, 'models' | 'levels'>,
  project: ProjectStore,
  modelId: string,
  imageId: string,
  plane: PlaneIndex,
): PredictionSubject & { readonly channels: readonly number[] } {
  const image = present(project, imageId);
  checkPlane(image, plane);
  const model = models.get(project, modelId);
  return { model, image, plane, levels: levels.levels(image, plane.scene), channels: modelChannels(model.info, image) };
}
