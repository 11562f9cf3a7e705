import { describe, expect, it } from 'vitest';
import { walkForest } from '#core/forest/walk-forest.ts';
import type { PixelClassifier } from '#core/model/classifier.ts';
import type { Forest } from '#core/model/forest.ts';
import type { PixelBlock } from '#core/model/image.ts';
import { planClassifier } from '#core/segmentation/classifier-plan.ts';
import { buildNetwork } from '../../../main/formats/classifier-network/build-network.ts';
import { forestNode } from '../../../main/formats/classifier-network/forest-node.ts';
import { writeOnnx } from '../../../main/formats/onnx/write-onnx.ts';
import { forestOf, randomForest } from '../../core/forest/sample-forests.ts';
import { sampleModel } from '../grove-model/sample-model.ts';
import { runOnnx } from '../saved-model/run-onnx.ts';
import { seededNumbers } from '../seeded-numbers.ts';
import { compare, fed } from './compare-answers.ts';
import { drawAs, trainOn } from './train-on-image.ts';

/** The forest alone: rows in, sums of leaf fractions out. */
function forestAlone(forest: Forest): Uint8Array {
  const columns = Int32Array.from({ length: forest.features }, (_, f) => f);
  const node = forestNode(forest, columns, { rows: 'rows', labels: 'labels', scores: 'scores' });
  return writeOnnx({
    ...{ name: 'forest', nodes: [node], initializers: [] },
    inputs: [{ name: 'rows', type: 'float', shape: ['n', forest.features] }],
    outputs: [{ name: 'scores', type: 'float', shape: ['n', forest.classes] }],
  });
}

/** The float32 numbers next to a value. */
function neighbours(value: number): [number, number] {
  const bits = new Int32Array(1);
  const float = new Float32Array(bits.buffer);
  float[0] = value;
  const step = (by: number): number => {
    float[0] = value;
    bits[0]! += value >= 0 ? by : -by;
    return float[0]!;
  };
  return [step(-1), step(1)];
}

function withForest(forest: Forest, change: Partial<PixelClassifier['info']> = {}): PixelClassifier {
  const { info } = sampleModel();
  const classes = Array.from({ length: forest.classes }, (_, k) => ({ name: `Class ${k + 1}`, color: k }));
  return { forest, info: { ...info, classes, trees: forest.trees, ...change } };
}

describe('the forest of the graph', () => {
  it.each([2, 3, 5])(
    'judges values on, just below and just above every threshold as the native rule does (%i classes)',
    async (classes) => {
      const shape = { classes, features: 4, trees: 7, innerNodes: 12, mixed: 0.3, thresholds: 6 };
      const thresholdOf = (f: number, k: number): number => Math.fround((k + 1) * (f === 0 ? 1e-7 : f * 1000.37) - f);
      const forest = randomForest(11 + classes, shape, thresholdOf);
      const random = seededNumbers(3);
      const values = Array.from({ length: 4 }, (_, f) =>
        Array.from({ length: 6 }, (_, k) => thresholdOf(f, k)).flatMap((value) => [value, ...neighbours(value)]),
      );
      const rows = Array.from({ length: 500 }, () => values.map((some) => some[Math.floor(random() * some.length)]!));
      const { data } = await runOnnx(forestAlone(forest), Float32Array.from(rows.flat()), [rows.length, 4]);
      for (const [r, row] of rows.entries()) {
        const native = walkForest(forest, row);
        for (let c = 0; c < classes; c++) expect(data[r * classes + c]! / forest.trees).toBeCloseTo(native[c]!, 6);
      }
    },
  );

  it('sends every training value to the side it was trained on', async () => {
    const { classifier, rows } = trainOn(drawAs('uint16', 1, 96, 96, 4), { set: 'basic25', pixelType: 'uint16', every: 7 });
    const { forest } = classifier;
    const count = rows.length / forest.features;
    const { data } = await runOnnx(forestAlone(forest), rows, [count, forest.features]);
    for (let r = 0; r < count; r++) {
      const native = walkForest(forest, rows.subarray(r * forest.features, (r + 1) * forest.features));
      for (let c = 0; c < 3; c++) expect(Math.fround(data[r * 3 + c]! / forest.trees)).toBeCloseTo(native[c]!, 6);
    }
  });
});

describe('the graph of a classifier', () => {
  const settings = { set: 'basic25', pixelType: 'uint16' } as const;
  const grey = trainOn(drawAs('uint16', 1, 96, 96, 4), { ...settings, every: 7 }).classifier;

  it.each([
    [48, 40],
    [9, 70],
    [1, 5],
  ])(
    'mirrors an image of %i × %i pixels at its own edges as the native classifier does, however small',
    async (width, height) => {
      const whole = drawAs('uint16', 1, 80, 80, 6).image;
      const image: PixelBlock = { width, height, channels: 1, data: whole.data.slice(0, width * height) };
      const network = buildNetwork(grey, { height, width });
      const { data, shape } = await runOnnx(network, fed(grey, image), [1, height, width, 1]);
      expect(shape).toEqual([1, height, width, 3]);
      expect(compare(grey, image, data)).toMatchObject({ labels: 1, probabilities: 1 });
    },
  );

  it('takes several tiles at once', async () => {
    const { classifier } = trainOn(drawAs('uint16', 2, 96, 96, 4), { ...settings, every: 7 });
    const tiles = [6, 7].map((seed) => drawAs('uint16', 2, 64, 64, seed).image);
    const network = buildNetwork(classifier, { height: 64, width: 64 });
    const input = Float32Array.from(tiles.flatMap((tile) => [...fed(classifier, tile)]));
    const { data } = await runOnnx(network, input, [2, 64, 64, 2]);
    for (const [i, tile] of tiles.entries()) {
      const part = data.subarray((i * data.length) / 2, ((i + 1) * data.length) / 2);
      expect(compare(classifier, tile, part)).toMatchObject({ labels: 1, probabilities: 1 });
    }
  });

  it('asks the second channel where the forest does, wherever it comes in the input', async () => {
    // Feature 25 is the smallest Gaussian of the second channel; the forest looks at nothing else.
    const forest = forestOf(2, 50, [[25, 100, [1, 0], [0, 1]]]);
    const features = { set: 'basic25', channels: [0, 1] } as const;
    const classifier = withForest(forest, { features, channelNames: ['a', 'b'], pixelType: 'uint8' });
    expect(planClassifier(classifier)).toMatchObject({ planes: [{ family: 'gaussian', sigmaPx: 0.7 }], halo: 4 });
    const at = (network: Uint8Array, values: number[]) =>
      runOnnx(
        network,
        Float32Array.from({ length: 32 }, (_, i) => values[i % 2]! / 255),
        [1, 4, 4, 2],
      );
    const size = { height: 4, width: 4 };
    expect([...(await at(buildNetwork(classifier, size), [0, 200])).data.slice(0, 2)]).toEqual([0, 1]);
    expect([...(await at(buildNetwork(classifier, size), [200, 0])).data.slice(0, 2)]).toEqual([1, 0]);
    expect([...(await at(buildNetwork(classifier, size, [1, 0]), [200, 0])).data.slice(0, 2)]).toEqual([0, 1]);
  });

  it('gets whole counts back exactly', async () => {
    // Between each two counts a threshold decides: the first feature of Basic Features 33 is the image itself.
    const place = (k: number): Forest =>
      forestOf(2, 33, [
        [0, k - 0.01, [1, 0], [0, 1]],
        [0, k, [1, 0], [0, 1]],
      ]);
    for (const count of [1, 3, 255, 4097, 40_503, 65_535]) {
      const classifier = withForest(place(count), { features: { set: 'basic33', channels: [0] } });
      const network = buildNetwork(classifier, { height: 1, width: 1 });
      expect([...(await runOnnx(network, Float32Array.of(count / 65_535), [1, 1, 1, 1])).data]).toEqual([0.5, 0.5]);
    }
  });

  it('takes floats that are no numbers as the native classifier does', async () => {
    const forest = forestOf(2, 33, [
      [0, -5, [1, 0], [0, 1]],
      [0, 1e20, [1, 0], [0, 1]],
    ]);
    const classifier = withForest(forest, { pixelType: 'float32', features: { set: 'basic33', channels: [0] } });
    const network = buildNetwork(classifier, { height: 1, width: 4 });
    const values = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3);
    const { data } = await runOnnx(network, values, [1, 1, 4, 1]);
    expect([...data]).toEqual([0.5, 0.5, 0, 1, 1, 0, 0.5, 0.5]);
  });

  it('is the same to the byte each time', () => {
    const size = { height: 100, width: 100 };
    expect(buildNetwork(grey, size)).toEqual(buildNetwork(structuredClone(grey), size));
  });

  it('is not made of Scattering features, and says what else to train on', () => {
    const { classifier } = trainOn(drawAs('uint16', 1, 96, 96, 4), {
      set: 'scattering(scales:2;order:1)',
      pixelType: 'uint16',
      every: 7,
    });
    expect(() => buildNetwork(classifier, { height: 200, width: 200 })).toThrow(
      /Scattering features cannot be exported.*Multi-scale/,
    );
  });
});
