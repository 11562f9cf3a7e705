import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { converted, expectSame, operatorsOf } from './compare.ts';
import {
  batchNormalisation,
  concatenate,
  conv2d,
  conv2dTranspose,
  dropout,
  extent,
  maxPooling,
  softmaxWritten,
  standardise,
  trainingNormalisation,
  upSampling,
} from './keras-layers.ts';
import type { FunctionSpec, NetworkSpec } from './writer/graph-spec.ts';
import { createNetwork, type NetworkBuilder } from './writer/network-builder.ts';

type Shape = readonly (number | null)[];

/** Two levels, transposed convolutions, batch normalisation before the activation, dropout, concatenation. */
function uNet(shape: Shape): NetworkSpec {
  const b = createNetwork(shape, 11);
  const block = (from: string, channels: number, filters: number): string => {
    const first = b.node('Relu', [batchNormalisation(b, conv2d(b, from, channels, filters), filters)]);
    return b.node('Relu', [batchNormalisation(b, conv2d(b, dropout(b, first), filters, filters), filters)]);
  };
  const top = block(b.input, 2, 4);
  const middle = block(maxPooling(b, top), 4, 6);
  const bottom = block(maxPooling(b, middle), 6, 8);
  const upper = block(concatenate(b, conv2dTranspose(b, bottom, 8, 6), middle), 12, 6);
  const last = block(concatenate(b, conv2dTranspose(b, upper, 6, 4), top), 8, 4);
  return b.finish(b.node('Identity', [b.node('Softmax', [conv2d(b, last, 4, 3, 1)])]));
}

describe('a Keras U-Net', () => {
  it.each([
    ['of one size', [null, 16, 24, 2]],
    ['of any size', [null, null, null, 2]],
  ] as const)('%s answers as its reference', async (_, declared) => {
    await expectSame(uNet(declared), [2, 16, 24, 2]);
  });

  it('has its normalisations in its convolutions and no more than two transposes', () => {
    const { onnx, outputs } = converted(uNet([null, null, null, 2]));
    const double = ['Conv', 'Relu', 'Conv', 'Relu'];
    expect(operatorsOf(onnx)).toEqual([
      'Transpose',
      ...[...double, 'MaxPool', ...double, 'MaxPool', ...double],
      ...['ConvTranspose', 'Concat', ...double, 'ConvTranspose', 'Concat', ...double],
      ...['Conv', 'Transpose', 'Softmax'],
    ]);
    expect(outputs[0]!.shape).toEqual(['batch', null, null, 3]);
  });

  it('keeps known extents to the end', () => {
    expect(converted(uNet([null, 16, 24, 2])).outputs).toEqual([{ name: 'answer', type: 'float', shape: ['batch', 16, 24, 3] }]);
  });
});

/** Standardises the images of a batch one by one, in a loop over lists. */
function mapFunction(b: NetworkBuilder): string {
  const inner = createNetwork([]);
  const body: FunctionSpec = {
    name: 'map_body',
    inputs: ['counter', 'most', 'i', 'done', 'count', 'images'],
    outputs: [],
    nodes: [],
  };
  const item = inner.node('TensorListGetItem', ['images', 'i', inner.integers([-1])]);
  const set = inner.node('TensorListSetItem', ['done', 'i', standardise(inner, item, [-1, -2, -3])]);
  const next = inner.node('AddV2', ['i', inner.integers(1)]);
  const counted = inner.node('AddV2', ['counter', inner.integers(1)]);
  const { nodes } = inner.finish(set).body;
  const results = [counted, 'most', next, set, 'count', 'images'];
  b.functions.push({ ...body, nodes, outputs: results.map((from, k) => ({ name: `result_${k}`, from })) });
  b.functions.push({
    name: 'map_condition',
    inputs: body.inputs,
    outputs: [{ name: 'go_on', from: 'both:z:0' }],
    nodes: [
      { name: 'below', op: 'Less', inputs: ['counter', 'most'], attributes: {} },
      { name: 'inside', op: 'Less', inputs: ['i', 'count'], attributes: {} },
      { name: 'both', op: 'LogicalAnd', inputs: ['below:z:0', 'inside:z:0'], attributes: {} },
    ],
  });
  const count = extent(b, b.input, 0);
  const images = b.node('TensorListFromTensor', [b.input, b.integers([-1])]);
  const done = b.node('TensorListReserve', [b.integers([-1]), count]);
  const zero = b.integers(0);
  const loop = { body: { func: 'map_body' }, cond: { func: 'map_condition' } };
  const mapped = b.node('StatelessWhile', [zero, count, zero, done, count, images], loop, { index: 3 });
  return b.node('TensorListStack', [mapped, b.integers([-1])]);
}

/** The form of the older nucleus detector: a loop over the batch, statistics of the tile, nearest neighbours, softmax written out. */
function nucleiByTile(shape: Shape): NetworkSpec {
  const b = createNetwork(shape, 12);
  const gray = mapFunction(b);
  const top = b.node('Relu', [conv2d(b, concatenate(b, gray, gray, gray), 3, 4)]);
  const bottom = b.node('Relu', [conv2d(b, maxPooling(b, top), 4, 6)]);
  const joined = concatenate(b, upSampling(b, bottom, 'ResizeNearestNeighbor'), top);
  const decoded = trainingNormalisation(b, b.node('Relu', [conv2d(b, joined, 10, 4)]), 4);
  return b.finish(softmaxWritten(b, conv2d(b, decoded, 4, 3, 1)));
}

/** The form of the newer one: channels reversed, the whole batch standardised at once, bilinear, ordinary normalisation. */
function nuclei(shape: Shape): NetworkSpec {
  const b = createNetwork(shape, 13);
  const masks = { begin_mask: { int: 2 }, end_mask: { int: 2 }, ellipsis_mask: { int: 1 } };
  const reversed = b.node('StridedSlice', [b.input, b.integers([0, 0]), b.integers([0, 0]), b.integers([1, -1])], masks);
  const standard = standardise(b, reversed, [1, 2, 3]);
  const top = b.node('Relu', [conv2d(b, standard, 3, 4)]);
  const bottom = b.node('Relu', [conv2d(b, maxPooling(b, top), 4, 6)]);
  const joined = concatenate(b, upSampling(b, bottom, 'ResizeBilinear'), top);
  const decoded = batchNormalisation(b, b.node('Relu', [conv2d(b, joined, 10, 4)]), 4);
  return b.finish(softmaxWritten(b, conv2d(b, decoded, 4, 3, 1)));
}

describe('weights', () => {
  it('that all have one name are told apart by how they are restored', async () => {
    const network = { ...uNet([null, 16, 24, 2]), nameless: true };
    await expectSame(network, [1, 16, 24, 2]);
  });
});

describe('other forms', () => {
  it('in half precision are computed in single', async () => {
    const b = createNetwork([null, null, null, 2], 14);
    const half = (from: string) => b.node('Cast', [from], { DstT: { type: 19 } });
    const convolved = b.node('Conv2D', [half(b.input), half(b.weight([3, 3, 2, 4]))], {
      padding: { text: 'SAME' },
      strides: { ints: [1, 1, 1, 1] },
    });
    const network = b.finish(b.node('Cast', [b.node('Sigmoid', [convolved])], { DstT: { type: 1 } }));
    expect(operatorsOf(converted(network).onnx)).toEqual(['Transpose', 'Conv', 'Sigmoid', 'Transpose']);
    await expectSame(network, [1, 5, 6, 2]);
  });

  it('that take whole numbers say so', async () => {
    const b = createNetwork([null, null, null, 3]);
    const scaled = b.node('Mul', [b.node('Cast', [b.input], { DstT: { type: 1 } }), b.floats([1 / 255], [])]);
    const { input, ...rest } = b.finish(scaled);
    const { onnx, inputs } = converted({ ...rest, input: { ...input, type: 4 } });
    expect(inputs[0]!.type).toBe('uint8');
    const session = await InferenceSession.create(onnx, { executionProviders: ['cpu'] });
    const answers = await session.run({ image: new Tensor('uint8', Uint8Array.of(0, 51, 255), [1, 1, 1, 3]) });
    expect(Array.from(answers.answer!.data as Float32Array, (value) => Math.round(value * 100))).toEqual([0, 20, 100]);
    await session.release();
  });

  it('with layer normalisation as Keras writes it, on images of any size', async () => {
    const b = createNetwork([null, null, null, 4], 15);
    const rows = b.node('Mul', [b.node('Mul', [extent(b, b.input, 0), extent(b, b.input, 1)]), extent(b, b.input, 2)]);
    const shape = b.node('Pack', [b.integers(1), rows, b.integers(4), b.integers(1)]);
    const flat = b.node('Reshape', [b.input, shape]);
    const filled = (value: number) => b.node('Fill', [b.node('Pack', [rows]), b.floats([value], [])]);
    const none = b.floats([], [0]);
    const attributes = { data_format: { text: 'NCHW' }, epsilon: { float: 0.001 } };
    const normal = b.node('FusedBatchNormV3', [flat, filled(1), filled(0), none, none], attributes, { output: 'y' });
    const back = b.node('Reshape', [normal, b.node('Shape', [b.input])]);
    await expectSame(b.finish(b.node('AddV2', [b.node('Mul', [back, b.weight([4])]), b.weight([4])])), [2, 3, 5, 4]);
  });
});

describe('networks of the form of nucleus detectors', () => {
  it('with a loop over the batch are converted for one image', async () => {
    const network = nucleiByTile([null, 8, 12, 1]);
    const { inputs, outputs, notes } = converted(network);
    expect(inputs[0]!.shape).toEqual([1, 8, 12, 1]);
    expect(outputs[0]!.shape).toEqual([1, 8, 12, 3]);
    expect(notes).toEqual(['The network goes through its batch image by image; it was converted for one image at a time.']);
    await expectSame(network, [1, 8, 12, 1]);
  });

  it('with a loop over a batch of a known size keep it', async () => {
    const network = nucleiByTile([3, 8, 12, 1]);
    expect(converted(network).notes).toEqual([]);
    await expectSame(network, [3, 8, 12, 1]);
  });

  it.each([
    ['of one size', [null, 8, 12, 3]],
    ['of any size', [null, null, null, 3]],
  ] as const)('that standardise at once, %s, answer as their reference', async (_, declared) => {
    await expectSame(nuclei(declared), [2, 8, 12, 3]);
  });
});
