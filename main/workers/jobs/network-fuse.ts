import type { Rect } from '#core/model/image.ts';
import { type AnswerPlane, fuseImage, fuseSegmentation } from '#core/network/fuse-answer.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import type { Jobs, NetworkAnswer } from '../../services/ports.ts';

export function networkLabels({ many, probabilities, ...answer }: Jobs['network.labels']['in']): TilePrediction[] {
  return keptPlanes(answer).map((plane) => fuseSegmentation(plane, many, probabilities));
}

export function networkPixels(answer: NetworkAnswer): { rect: Rect; data: Float32Array }[] {
  return keptPlanes(answer).map(fuseImage);
}

function keptPlanes({ data, outputs, column, row, layer, scale }: NetworkAnswer): AnswerPlane[] {
  const perPlane = data.length / (layer.before + layer.width + layer.after);
  return Array.from({ length: layer.width }, (_, i) => {
    return { data, offset: (layer.before + i) * perPlane, outputs, column, row, scale };
  });
}
