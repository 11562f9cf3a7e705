import { sceneOf } from '#core/model/scene.ts';
import { haloRect } from '#core/raster/halo-rect.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import { createTilePredictor } from '#core/segmentation/tile-predictor.ts';
import type { Jobs } from '../../services/ports.ts';
import type { JobContext } from '../job-context.ts';
import { openSource } from '../open-sources.ts';
import { prepared } from '../prepared-kernels.ts';

/** Predictors take tiles up to multiples of this edge, so that one serves the cut tiles at the borders too. */
const EDGE = 512;

export async function tilePredict(
  { source, plane, rect, settings, forest, forestId, probabilities }: Jobs['tile.predict']['in'],
  context: JobContext,
): Promise<TilePrediction> {
  const file = await openSource(source);
  const maxWidth = Math.ceil(rect.width / EDGE) * EDGE;
  const maxHeight = Math.ceil(rect.height / EDGE) * EDGE;
  const key = `predict ${forestId} ${settings.set} ${settings.channels.length} ${maxWidth} ${maxHeight}`;
  const { value: predictor } = prepared(key, (kernels) =>
    createTilePredictor(kernels, { settings, forest, maxWidth, maxHeight }),
  );
  const { width, height } = sceneOf(file.info, plane.scene);
  const around = haloRect(rect, predictor.halo, width, height);
  const block = await file.read({ plane, level: 0, rect: around, channels: settings.channels });
  context.throwIfCancelled();
  return predictor.predict(block, { tile: rect, imageWidth: width, imageHeight: height }, probabilities);
}
