import type { ClassifierClass, ClassifierInfo } from '#core/model/classifier.ts';
import type { Forest } from '#core/model/forest.ts';
import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { scaleBack, seenRect } from '#core/network/scale-back.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import type { ImageSources, KnownImage } from '../images/image-sources.ts';
import { seenSize } from '../network/network-tiles.ts';
import type { ComputePool, ImageSource, RunOptions } from '../ports.ts';
import { featureScale } from '../training/feature-scale.ts';

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

/**
 * A pixel classifier on the given channels of an image, which is resampled where its features are tied to another pixel size. Its trees
 * must lie in shared memory (see withSharedForest). Throws what featureScale throws.
 */
export function classifierModel(
  { info, forest }: { info: Pick<ClassifierInfo, 'id' | 'name' | 'version' | 'classes' | 'features'>; forest: Forest },
  image: KnownImage & { readonly name: string },
  channels: readonly number[],
  { pool, sources }: { pool: ComputePool; sources: ImageSources },
): SegmentingModel {
  const settings = { set: info.features.set, channels };
  const scale = featureScale(info.features, image);
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
      const run = (from: ImageSource, part: Rect): Promise<TilePrediction> =>
        pool.run(
          'tile.predict',
          { source: from, plane, rect: part, settings, forest, forestId: info.id, probabilities },
          options,
        );
      if (scale === undefined) return run(source, rect);
      const seen = seenSize(image, plane, scale);
      return scaleBack(await run({ kind: 'scaled', of: source, scale }, seenRect(rect, scale, seen)), rect, scale, seen);
    },
  };
}
