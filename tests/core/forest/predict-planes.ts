import { predictBlock } from '#core/forest/predict-block.ts';
import { prepareForest } from '#core/forest/prepare-forest.ts';
import type { Forest } from '#core/model/forest.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';

export interface PredictedPlanes {
  readonly labels: Uint8Array;
  readonly confidence: Uint8Array;
  /** Shape (classes, height, width). */
  readonly probabilities: Float32Array;
}

/** Runs the kernels on planes of shape (planes, height, width). `planeOf` defaults to feature f = plane f. */
export function predictPlanes(
  forest: Forest,
  planes: Float32Array,
  width: number,
  height: number,
  planeOf = Uint16Array.from({ length: forest.features }, (_, f) => f),
): PredictedPlanes {
  const kernels = loadKernels();
  const { arena } = kernels;
  const mark = arena.mark();
  const pixels = width * height;
  const prepared = prepareForest(kernels, forest, planeOf);
  const stride = Math.max(32, width);
  const planeStride = stride * Math.max(8, height);
  const labels = arena.alloc(planeStride);
  const confidence = arena.alloc(planeStride);
  const probabilities = arena.alloc(planeStride * forest.classes * 4);
  const pointer = arena.alloc(planes.length * 4);
  arena.float32(pointer, planes.length).set(planes);
  const block = { pointer, planes: planes.length / pixels, width, height, planeStride: pixels };
  predictBlock(kernels, prepared, block, { labels, confidence, probabilities, stride, planeStride });

  const result = {
    labels: new Uint8Array(pixels),
    confidence: new Uint8Array(pixels),
    probabilities: new Float32Array(pixels * forest.classes),
  };
  for (let y = 0; y < height; y++) {
    result.labels.set(arena.uint8(labels + y * stride, width), y * width);
    result.confidence.set(arena.uint8(confidence + y * stride, width), y * width);
    for (let c = 0; c < forest.classes; c++) {
      const row = arena.float32(probabilities + 4 * (c * planeStride + y * stride), width);
      result.probabilities.set(row, c * pixels + y * width);
    }
  }
  arena.reset(mark);
  return result;
}
