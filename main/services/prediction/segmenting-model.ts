import type { ClassifierClass, PixelClassifier } from '#core/model/classifier.ts';
import type { PlaneIndex, Rect } from '#core/model/image.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import type { ImageSources, KnownImage } from '../images/image-sources.ts';
import type { ComputePool, RunOptions } from '../ports.ts';

/** Whatever gives each pixel of an image a class, set up for that image. */
export interface SegmentingModel {
  /** Names it and everything that its results depend on. */
  readonly id: string;
  readonly name: string;
  /** What tells it from others of its name, such as 'version 3'. */
  readonly edition: string;
  readonly classes: readonly ClassifierClass[];
  /** Channels of the image that it looks at. */
  readonly channels: readonly number[];
  /** True where a pixel may have no class. */
  readonly mayBeNone: boolean;
  /** What has been done to its answer, as crfKey tells it; empty where nothing. Names, together with `id`, what results depend on. */
  readonly refinement: string;
  /** Any part of a plane; the same pixels come out whatever the part. */
  predict(plane: PlaneIndex, rect: Rect, probabilities: boolean, options: RunOptions): Promise<TilePrediction>;
}

/** A pixel classifier on the given channels of an image. Its trees must lie in shared memory (see withSharedForest). */
export function classifierModel(
  { info, forest }: PixelClassifier,
  image: KnownImage,
  channels: readonly number[],
  { pool, sources }: { pool: ComputePool; sources: ImageSources },
): SegmentingModel {
  const settings = { set: info.features.set, channels };
  return {
    id: info.id,
    name: info.name,
    edition: `version ${info.version}`,
    classes: info.classes,
    channels,
    mayBeNone: false,
    refinement: '',
    async predict(plane, rect, probabilities, options) {
      const source = await sources.of(image, options);
      return pool.run('tile.predict', { source, plane, rect, settings, forest, forestId: info.id, probabilities }, options);
    },
  };
}
