import { describe, expect, it } from 'vitest';
import { percentOf } from '#core/forest/prepare-forest.ts';
import { randomStream } from '#core/forest/random.ts';
import { walkForest } from '#core/forest/walk-forest.ts';
import type { Forest } from '#core/model/forest.ts';
import { type PredictedPlanes, predictPlanes } from './predict-planes.ts';
import { forestOf, randomForest } from './sample-forests.ts';

/** Every pixel by the plain walk. */
function predictPlainly(forest: Forest, planes: Float32Array, pixels: number): PredictedPlanes {
  const result = {
    labels: new Uint8Array(pixels),
    confidence: new Uint8Array(pixels),
    probabilities: new Float32Array(pixels * forest.classes),
  };
  const row = new Float32Array(forest.features);
  for (let i = 0; i < pixels; i++) {
    for (let f = 0; f < row.length; f++) row[f] = planes[f * pixels + i]!;
    const p = walkForest(forest, row);
    const best = p.indexOf(Math.max(...p));
    result.labels[i] = best + 1;
    result.confidence[i] = percentOf(p[best]!);
    for (let c = 0; c < forest.classes; c++) result.probabilities[c * pixels + i] = p[c]!;
  }
  return result;
}

/** Smooth planes with noise, whole numbers so that values often equal thresholds, and some extreme values. */
function samplePlanes(seed: number, features: number, width: number, height: number): Float32Array {
  const random = randomStream(seed, 1);
  const extremes = [3.4028234663852886e38, -3.4028234663852886e38, 1e-45, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const planes = new Float32Array(features * width * height);
  for (let i = 0; i < planes.length; i++) {
    const x = i % width;
    const y = Math.floor(i / width) % height;
    const plane = Math.floor(i / (width * height));
    const smooth = 40 + 30 * Math.sin((x + 7 * plane) / 19) * Math.cos(y / 11);
    planes[i] = Math.round(smooth) + random.nextBelow(1 + (plane % 4) * 5);
    if (random.nextBelow(500) === 0) planes[i] = extremes[random.nextBelow(extremes.length)]!;
  }
  return planes;
}

describe('predictBlock', () => {
  it('sends a value equal to the threshold to the left', () => {
    const forest = forestOf(2, 1, [[0, 5, [1, 0], [0, 1]]]);
    const { labels, confidence, probabilities } = predictPlanes(forest, Float32Array.of(4, 5, 5.000001, 6), 4, 1);
    expect([...labels]).toEqual([1, 1, 2, 2]);
    expect([...confidence]).toEqual([100, 100, 100, 100]);
    expect([...probabilities]).toEqual([1, 1, 0, 0, 0, 0, 1, 1]);
  });

  it('gives the mean of the trees, and the first class where two are equal', () => {
    const forest = forestOf(3, 2, [
      [0, 0, [0, 0, 1], [0, 1, 0]],
      [1, 0, [0.25, 0.5, 0.25], [0, 0, 1]],
      [1, 0, [0.5, 0.5, 0], [1, 0, 0]],
    ]);
    const { labels, confidence, probabilities } = predictPlanes(forest, Float32Array.of(-1, 1, -1, 1, -1, -1, 1, 1), 4, 1);
    const third = (value: number) => Math.fround(value / 3);
    expect([...probabilities]).toEqual([
      ...[third(0.75), third(0.75), third(1), third(1)],
      ...[third(1), third(2), third(0), third(1)],
      ...[third(1.25), third(0.25), third(2), third(1)],
    ]);
    expect([...labels]).toEqual([3, 2, 3, 1]);
    expect([...confidence]).toEqual([41, 66, 66, 33]);
  });

  it('knows only one answer where the forest is one leaf of one class', () => {
    const { labels, confidence } = predictPlanes(forestOf(1, 1, [[1], [1]]), new Float32Array(300), 300, 1);
    expect(new Set(labels)).toEqual(new Set([1]));
    expect(new Set(confidence)).toEqual(new Set([100]));
  });

  const shapes = [
    { name: 'two classes, small trees', classes: 2, features: 5, trees: 25, innerNodes: 20, mixed: 0, thresholds: 60 },
    { name: 'one tree', classes: 2, features: 3, trees: 1, innerNodes: 7, mixed: 0, thresholds: 60 },
    { name: 'trees of one leaf, mixed', classes: 4, features: 3, trees: 3, innerNodes: 0, mixed: 1, thresholds: 60 },
    { name: 'mixed leaves in small trees', classes: 3, features: 6, trees: 31, innerNodes: 40, mixed: 0.4, thresholds: 80 },
    { name: 'mixed leaves in large trees', classes: 7, features: 9, trees: 12, innerNodes: 400, mixed: 0.3, thresholds: 90 },
    { name: 'large pure trees', classes: 3, features: 12, trees: 8, innerNodes: 900, mixed: 0, thresholds: 90 },
    { name: 'many trees', classes: 2, features: 4, trees: 300, innerNodes: 5, mixed: 0.01, thresholds: 30 },
    { name: 'many classes', classes: 40, features: 4, trees: 20, innerNodes: 90, mixed: 0.1, thresholds: 60 },
  ];
  const sizes = [
    [77, 19],
    [32, 8],
    [31, 9],
    [5, 3],
    [40, 30],
    [1, 50],
  ] as const;
  for (const [seed, { name, ...shape }] of shapes.entries()) {
    it(`agrees with the plain walk to the last bit: ${name}`, () => {
      const forest = randomForest(seed, shape, (_, k) => k + (k % 3 === 0 ? 0.5 : 0));
      for (const [width, height] of sizes) {
        const planes = samplePlanes(seed * 100 + width, shape.features, width, height);
        expect(predictPlanes(forest, planes, width, height)).toEqual(predictPlainly(forest, planes, width * height));
      }
    });
  }

  it('lets features share a plane', () => {
    const shape = { classes: 3, features: 6, trees: 9, innerNodes: 60, mixed: 0.1, thresholds: 60 };
    const forest = randomForest(77, shape, (_, k) => k);
    const planes = samplePlanes(5, 3, 64, 16);
    const spread = new Float32Array(6 * 64 * 16);
    const planeOf = Uint16Array.of(0, 1, 2, 0, 1, 2);
    for (let f = 0; f < 6; f++) spread.set(planes.subarray(planeOf[f]! * 1024, (planeOf[f]! + 1) * 1024), f * 1024);
    expect(predictPlanes(forest, planes, 64, 16, planeOf)).toEqual(predictPlainly(forest, spread, 1024));
  });
});
