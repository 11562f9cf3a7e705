import { describe, expect, it } from 'vitest';
import { runCrf } from '#core/segmentation/crf/crf-field.ts';
import { crfParameters } from '#core/segmentation/crf/crf-parameters.ts';
import { loadKernels } from '../../../../main/engines/load-kernels.ts';
import { directMeanField } from './direct-mean-field.ts';
import { countDifferent, drawScene, mostProbable } from './draw-scene.ts';

const kernels = loadKernels();

describe('the dense CRF', () => {
  it.each([
    { classes: 2, channels: 1, width: 32, height: 24 },
    { classes: 3, channels: 3, width: 25, height: 27 },
  ])('agrees with float64 over all pairs: $classes classes, $channels channels', ({ classes, channels, width, height }) => {
    const scene = drawScene({ width, height, classes, channels, seed: 11 });
    const parameters = crfParameters(50);
    const ours = runCrf(kernels, scene, parameters);
    const direct = directMeanField(scene, parameters);
    expect(countDifferent(ours.labels, direct.labels)).toBeLessThanOrEqual(0.001 * scene.truth.length);
    let sum = 0;
    for (const [i, value] of direct.marginals.entries()) sum += Math.abs(value - ours.marginals[i]!);
    expect(sum / direct.marginals.length).toBeLessThan(1e-3);
    // The scene is one where it matters.
    expect(countDifferent(direct.labels, mostProbable(scene))).toBeGreaterThan(0.1 * scene.truth.length);
  });

  it('leaves the answer as it is at strength 0, marginals included', () => {
    const scene = drawScene({ width: 40, height: 30, classes: 3, channels: 1, seed: 3 });
    const { labels, marginals } = runCrf(kernels, scene, crfParameters(0));
    expect(countDifferent(labels, mostProbable(scene))).toBe(0);
    for (const [i, value] of marginals.entries()) expect(value).toBeCloseTo(Math.max(scene.probabilities[i]!, 1e-3), 2);
  });

  it('changes more labels the stronger it is', () => {
    const scene = drawScene({ width: 96, height: 80, classes: 3, channels: 1, seed: 9 });
    const before = mostProbable(scene);
    const changed = [0, 1, 5, 10, 20, 40, 60, 80, 100].map((strength) =>
      countDifferent(runCrf(kernels, scene, crfParameters(strength)).labels, before),
    );
    for (const [i, count] of changed.entries()) if (i > 0) expect(count).toBeGreaterThanOrEqual(changed[i - 1]!);
    expect(changed.at(-1)).toBeGreaterThan(changed[1]!);
  });

  it('follows the edge of the image, not that of the classifier', () => {
    const [width, height, edge] = [40, 40, 20];
    const data = new Uint16Array(width * height).map((_, i) => (i % width < edge ? 1000 : 3000));
    // The classifier is two columns off and half sure, and wrong in one pixel far from the edge.
    const probabilities = new Float32Array(2 * width * height);
    for (let i = 0; i < width * height; i++) {
      const first = i % width < edge + 2 !== (i === 10 * width + 5);
      probabilities[i] = first ? 0.6 : 0.4;
      probabilities[width * height + i] = first ? 0.4 : 0.6;
    }
    const rect = { x: 0, y: 0, width, height };
    const image = { width, height, channels: 1, data };
    const input = { rect, core: rect, image, ranges: [{ low: 1000, high: 3000 }], probabilities, classes: 2, mayBeNone: false };
    const { labels } = runCrf(kernels, input, crfParameters(50));
    expect(
      countDifferent(
        labels,
        Uint8Array.from(data, (value) => (value < 2000 ? 1 : 2)),
      ),
    ).toBe(0);
  });

  it('gives the same bytes again, whatever the memory held before', () => {
    const scene = drawScene({ width: 61, height: 47, classes: 3, channels: 2, seed: 4 });
    const other = drawScene({ width: 70, height: 90, classes: 5, channels: 1, seed: 8 });
    const first = runCrf(kernels, scene, crfParameters(70));
    runCrf(kernels, other, crfParameters(30));
    const again = runCrf(kernels, scene, crfParameters(70));
    expect(again.labels).toEqual(first.labels);
    expect(again.marginals).toEqual(first.marginals);
  });

  it('takes an image of one value, of no numbers, of one pixel, and scores that are all 0', () => {
    const probabilities = Float32Array.from([0, 0, 0.9, 0, 0, 0.1]);
    const rect = { x: 0, y: 0, width: 3, height: 1 };
    const data = Float32Array.from([Number.NaN, Number.POSITIVE_INFINITY, -1e30]);
    const image = { width: 3, height: 1, channels: 1, data };
    const input = { rect, core: rect, image, probabilities, classes: 2, mayBeNone: false };
    for (const range of [
      { low: 0, high: 1 },
      { low: 5, high: 5 },
    ]) {
      const { labels, marginals } = runCrf(kernels, { ...input, ranges: [range] }, crfParameters(100));
      expect(labels[2]).toBe(1);
      expect(marginals.every((value) => value >= 0 && value <= 1)).toBe(true);
      for (let i = 0; i < 3; i++) expect(marginals[i]! + marginals[3 + i]!).toBeCloseTo(1, 5);
    }
    const pixel = { x: 0, y: 0, width: 1, height: 1 };
    const single = { width: 1, height: 1, channels: 1, data: Uint8Array.of(7) };
    const alone = {
      ...input,
      rect: pixel,
      core: pixel,
      image: single,
      ranges: [{ low: 0, high: 9 }],
      probabilities: Float32Array.of(0.2, 0.8),
    };
    expect([...runCrf(kernels, alone, crfParameters(100)).labels]).toEqual([2]);
  });

  it('stops where it is told to', () => {
    const scene = drawScene({ width: 20, height: 20, classes: 2, channels: 1, seed: 2 });
    const steps: number[] = [];
    const stop = (done: number): void => {
      steps.push(done);
      if (done === 3) throw new Error('enough');
    };
    expect(() => runCrf(kernels, scene, crfParameters(50), stop)).toThrow('enough');
    expect(steps).toEqual([1, 2, 3]);
  });
});
