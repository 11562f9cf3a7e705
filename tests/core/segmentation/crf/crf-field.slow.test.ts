import { describe, expect, it } from 'vitest';
import type { Rect } from '#core/model/image.ts';
import { runCrf } from '#core/segmentation/crf/crf-field.ts';
import { crfParameters, crfRegion } from '#core/segmentation/crf/crf-parameters.ts';
import { loadKernels } from '../../../../main/engines/load-kernels.ts';
import { directMeanField } from './direct-mean-field.ts';
import { countDifferent, cutScene, drawScene, mostProbable } from './draw-scene.ts';

const kernels = loadKernels();

const FIELDS = [25, 50, 100].flatMap((strength) =>
  [1, 3].flatMap((channels) => [0.05, 0.15].map((noise) => ({ strength, channels, noise }))),
);

describe('the dense CRF on many scenes', () => {
  it.each(FIELDS.flatMap((field) => [false, true].map((mayBeNone) => ({ ...field, mayBeNone }))))(
    'agrees with float64 over all pairs in 99.9 % of the labels: strength $strength, $channels channels, noise $noise, none allowed: $mayBeNone',
    ({ strength, channels, noise, mayBeNone }) => {
      let different = 0;
      let changed = 0;
      let pixels = 0;
      for (const size of [24, 28, 32]) {
        for (const classes of [2, 3]) {
          for (let seed = 1; seed <= 3; seed++) {
            const scene = drawScene({ width: size, height: size, classes, channels, seed: seed * size, noise, mayBeNone });
            const parameters = crfParameters(strength);
            const direct = directMeanField(scene, parameters);
            different += countDifferent(runCrf(kernels, scene, parameters).labels, direct.labels);
            changed += countDifferent(direct.labels, mostProbable(scene));
            pixels += scene.truth.length;
          }
        }
      }
      const percent = (count: number): string => `${((100 * count) / pixels).toFixed(3)} %`;
      console.log(
        `strength ${strength}, ${channels} channels, noise ${noise}${mayBeNone ? ', none' : ''}: ${percent(pixels - different)} agree, ${percent(changed)} changed by the field`,
      );
      expect(different / pixels).toBeLessThanOrEqual(0.001);
      expect(changed / pixels).toBeGreaterThan(0.1);
    },
  );

  it.each(FIELDS.flatMap((field) => [1, 0.1].map((sureness) => ({ ...field, sureness }))))(
    'is the same in tiles as over the whole in 99.99 % of the labels: strength $strength, $channels channels, noise $noise, sureness $sureness',
    ({ strength, channels, noise, sureness }) => {
      const [width, height, edge] = [310, 290, 64];
      const drawn = drawScene({ width, height, classes: 3, channels, seed: 5, noise, areaPerDisc: 900 });
      // Less sure: the same noise, nearer to an equal share of every class.
      const probabilities = drawn.probabilities.map((value) => 1 / 3 + sureness * (value - 1 / 3));
      const scene = { ...drawn, probabilities };
      const parameters = crfParameters(strength);
      const whole = runCrf(kernels, scene, parameters).labels;
      let different = 0;
      for (let y = 0; y < height; y += edge) {
        for (let x = 0; x < width; x += edge) {
          const core: Rect = { x, y, width: Math.min(edge, width - x), height: Math.min(edge, height - y) };
          const part = cutScene(scene, crfRegion(core, parameters, width, height), core);
          const { labels } = runCrf(kernels, part, parameters);
          for (let v = 0; v < core.height; v++) {
            const row = labels.subarray(v * core.width, (v + 1) * core.width);
            different += countDifferent(row, whole.subarray((y + v) * width + x, (y + v) * width + x + core.width));
          }
        }
      }
      console.log(
        `strength ${strength}, ${channels} channels, noise ${noise}, sureness ${sureness}: ${different} of ${width * height} labels differ`,
      );
      expect(different / (width * height)).toBeLessThanOrEqual(0.0001);
    },
  );
});
