import type { Rect } from '../model/image.ts';
import { seenAt } from '../raster/scaled-places.ts';
import type { TilePrediction } from '../segmentation/tile-prediction.ts';

/** The part of what a network sees that answers for `rect` of the image. */
export function seenRect(
  rect: Rect,
  scale: { readonly x: number; readonly y: number },
  seen: { readonly width: number; readonly height: number },
): Rect {
  const x = seenAt(rect.x, scale.x, seen.width);
  const y = seenAt(rect.y, scale.y, seen.height);
  const right = seenAt(rect.x + rect.width - 1, scale.x, seen.width);
  const bottom = seenAt(rect.y + rect.height - 1, scale.y, seen.height);
  return { x, y, width: right - x + 1, height: bottom - y + 1 };
}

/** The answer for `rect` of the image out of that for `seenRect`: each pixel takes that of the seen pixel under its centre. */
export function scaleBack(
  answer: TilePrediction,
  rect: Rect,
  scale: { readonly x: number; readonly y: number },
  seen: { readonly width: number; readonly height: number },
): TilePrediction {
  const area = rect.width * rect.height;
  const seenArea = answer.rect.width * answer.rect.height;
  const layers = answer.probabilities === null ? 0 : answer.probabilities.length / seenArea;
  const labels = new Uint8Array(area);
  const confidence = new Uint8Array(area);
  const probabilities = answer.probabilities === null ? null : new Float32Array(layers * area);
  const columns = Int32Array.from({ length: rect.width }, (_, i) => seenAt(rect.x + i, scale.x, seen.width) - answer.rect.x);
  for (let j = 0; j < rect.height; j++) {
    const line = (seenAt(rect.y + j, scale.y, seen.height) - answer.rect.y) * answer.rect.width;
    for (let i = 0; i < rect.width; i++) {
      const from = line + columns[i]!;
      const to = j * rect.width + i;
      labels[to] = answer.labels[from]!;
      confidence[to] = answer.confidence[from]!;
      for (let k = 0; k < layers; k++) probabilities![k * area + to] = answer.probabilities![k * seenArea + from]!;
    }
  }
  return { rect, labels, confidence, probabilities };
}
