import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import type { SegmentingModel } from '../prediction/segmenting-model.ts';

/** Predicts a rectangle in blocks of at most `edge` pixels along each side. */
export async function predictInBlocks(
  model: SegmentingModel,
  plane: PlaneIndex,
  rect: Rect,
  { edge, probabilities, lane }: { edge: number; probabilities: boolean; lane: number },
  signal: AbortSignal,
): Promise<TilePrediction> {
  const predict = (block: Rect): Promise<TilePrediction> =>
    model.predict(plane, block, probabilities, { signal, priority: 3, lane });
  if (edge >= rect.width && edge >= rect.height) return predict(rect);
  const blocks: Rect[] = [];
  for (let y = 0; y < rect.height; y += edge) {
    for (let x = 0; x < rect.width; x += edge) {
      blocks.push({
        x: rect.x + x,
        y: rect.y + y,
        width: Math.min(edge, rect.width - x),
        height: Math.min(edge, rect.height - y),
      });
    }
  }
  const area = rect.width * rect.height;
  const whole = {
    rect,
    labels: new Uint8Array(area),
    confidence: new Uint8Array(area),
    probabilities: probabilities ? new Float32Array(area * model.classes.length) : null,
  };
  await Promise.all(blocks.map(async (block) => placePrediction(await predict(block), whole)));
  return whole;
}

function placePrediction(part: TilePrediction, whole: TilePrediction): void {
  const { width, height } = part.rect;
  const at = (part.rect.y - whole.rect.y) * whole.rect.width + part.rect.x - whole.rect.x;
  copyRegion(part.labels, 0, width, whole.labels, at, whole.rect.width, width, height);
  copyRegion(part.confidence, 0, width, whole.confidence, at, whole.rect.width, width, height);
  if (part.probabilities === null || whole.probabilities === null) return;
  const area = whole.rect.width * whole.rect.height;
  for (let k = 0; k * area < whole.probabilities.length; k++) {
    copyRegion(
      part.probabilities,
      k * width * height,
      width,
      whole.probabilities,
      k * area + at,
      whole.rect.width,
      width,
      height,
    );
  }
}

/** The part of a prediction that lies in `rect`. */
export function cutPrediction(whole: TilePrediction, rect: Rect): TilePrediction {
  if (whole.rect.width === rect.width && whole.rect.height === rect.height) return whole;
  const { width, height } = rect;
  const at = (rect.y - whole.rect.y) * whole.rect.width + rect.x - whole.rect.x;
  const area = width * height;
  const wholeArea = whole.rect.width * whole.rect.height;
  const layers = whole.probabilities === null ? 0 : whole.probabilities.length / wholeArea;
  const labels = new Uint8Array(area);
  const confidence = new Uint8Array(area);
  const probabilities = whole.probabilities === null ? null : new Float32Array(area * layers);
  copyRegion(whole.labels, at, whole.rect.width, labels, 0, width, width, height);
  copyRegion(whole.confidence, at, whole.rect.width, confidence, 0, width, width, height);
  for (let k = 0; k < layers; k++) {
    copyRegion(whole.probabilities!, k * wholeArea + at, whole.rect.width, probabilities!, k * area, width, width, height);
  }
  return { rect, labels, confidence, probabilities };
}
