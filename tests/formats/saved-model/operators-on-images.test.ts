import { describe, expect, it } from 'vitest';
import { checkCase, converted, type OperatorCase, operatorsOf } from './compare.ts';
import type { AttributeSpec } from './writer/graph-spec.ts';
import { createNetwork, type NetworkBuilder } from './writer/network-builder.ts';

const SAME = { padding: { text: 'SAME' } };
const VALID = { padding: { text: 'VALID' } };
const strides = (y: number, x = y) => ({ strides: { ints: [1, y, x, 1] } });
const dilations = (y: number, x = y) => ({ dilations: { ints: [1, y, x, 1] } });
const IMAGE = [2, 9, 7, 3];

function conv(shape: readonly number[], attributes: Record<string, AttributeSpec>) {
  return (b: NetworkBuilder) => b.node('Conv2D', [b.input, b.weight(shape)], attributes);
}

const convolutions: OperatorCase[] = [
  { name: 'SAME 3 × 3', shape: IMAGE, build: conv([3, 3, 3, 4], { ...SAME, ...strides(1) }) },
  { name: 'SAME, even kernel', shape: IMAGE, build: conv([2, 4, 3, 4], { ...SAME, ...strides(1) }) },
  { name: 'SAME, stride 2, odd sizes', shape: IMAGE, build: conv([3, 3, 3, 4], { ...SAME, ...strides(2) }) },
  { name: 'SAME, stride 2, even sizes', shape: [1, 8, 6, 3], build: conv([3, 3, 3, 4], { ...SAME, ...strides(2) }) },
  { name: 'SAME, unequal strides', shape: IMAGE, build: conv([5, 2, 3, 2], { ...SAME, ...strides(3, 2) }) },
  { name: 'VALID', shape: IMAGE, build: conv([3, 2, 3, 4], { ...VALID, ...strides(1) }) },
  { name: 'VALID, stride 2', shape: IMAGE, build: conv([2, 2, 3, 4], { ...VALID, ...strides(2) }) },
  { name: 'SAME, dilated', shape: IMAGE, build: conv([3, 3, 3, 2], { ...SAME, ...strides(1), ...dilations(2, 3) }) },
  { name: 'grouped', shape: [1, 6, 6, 4], build: conv([3, 3, 2, 6], { ...SAME, ...strides(1) }) },
  {
    name: 'explicit padding',
    shape: IMAGE,
    build: conv([3, 3, 3, 2], {
      padding: { text: 'EXPLICIT' },
      explicit_paddings: { ints: [0, 0, 2, 1, 0, 3, 0, 0] },
      ...strides(2),
    }),
  },
  {
    name: 'channels first, between transposes',
    shape: IMAGE,
    build: (b) => {
      const moved = b.node('Transpose', [b.input, b.integers([0, 3, 1, 2])]);
      const attributes = { ...SAME, strides: { ints: [1, 1, 2, 2] }, data_format: { text: 'NCHW' } };
      const convolved = b.node('Conv2D', [moved, b.weight([3, 3, 3, 2])], attributes);
      return b.node('Transpose', [
        b.node('BiasAdd', [convolved, b.weight([2])], { data_format: { text: 'NCHW' } }),
        b.integers([0, 2, 3, 1]),
      ]);
    },
  },
  {
    name: 'in three dimensions',
    shape: [1, 4, 5, 6, 2],
    build: (b) =>
      b.node('Conv3D', [b.input, b.weight([2, 3, 3, 2, 3])], {
        ...SAME,
        strides: { ints: [1, 1, 2, 1, 1] },
        data_format: { text: 'NDHWC' },
      }),
  },
  {
    name: 'depthwise',
    shape: IMAGE,
    build: (b) => b.node('DepthwiseConv2dNative', [b.input, b.weight([3, 2, 3, 2])], { ...SAME, ...strides(2) }),
  },
  {
    name: 'by phases (the older form of dilation)',
    shape: [1, 9, 8, 2],
    build: (b) => {
      const block = b.integers([2, 2]);
      const pads = b.node('Reshape', [b.integers([2, 3, 2, 2]), b.integers([2, 2])]);
      const crops = b.node('Reshape', [b.integers([0, 1, 0, 0]), b.integers([2, 2])]);
      const phases = b.node('SpaceToBatchND', [b.input, block, pads]);
      const convolved = b.node('Conv2D', [phases, b.weight([3, 3, 2, 3])], { ...VALID, ...strides(1) });
      return b.node('BatchToSpaceND', [convolved, block, crops]);
    },
  },
];

/** Size of a transposed convolution, computed in the graph as Keras does. */
function enlargedSize(b: NetworkBuilder, from: string, times: number, more: number, filters: number): string {
  const shape = b.node('Shape', [from]);
  const entry = (i: number) =>
    b.node('StridedSlice', [shape, b.integers([i]), b.integers([i + 1]), b.integers([1])], { shrink_axis_mask: { int: 1 } });
  const extent = (i: number) => {
    const enlarged = b.node('Mul', [entry(i), b.integers(times)]);
    return more === 0 ? enlarged : b.node('AddV2', [enlarged, b.integers(more)]);
  };
  return b.node('Pack', [entry(0), extent(1), extent(2), b.integers(filters)]);
}

function transposed(kernel: readonly number[], stride: number, more: number, padding: Record<string, AttributeSpec>) {
  return (b: NetworkBuilder) => {
    const size = enlargedSize(b, b.input, stride, more, kernel[2]!);
    return b.node('Conv2DBackpropInput', [size, b.weight(kernel), b.input], { ...padding, ...strides(stride) });
  };
}

const transposedConvolutions: OperatorCase[] = [
  { name: '2 × 2, stride 2', shape: [2, 3, 4, 3], build: transposed([2, 2, 4, 3], 2, 0, SAME) },
  { name: '3 × 3, stride 2', shape: [2, 3, 4, 3], build: transposed([3, 3, 4, 3], 2, 0, SAME) },
  { name: '4 × 4, stride 2', shape: [1, 3, 4, 2], build: transposed([4, 4, 3, 2], 2, 0, SAME) },
  { name: '3 × 3, stride 2, odd result', shape: [1, 4, 5, 2], build: transposed([3, 3, 2, 2], 2, -1, SAME) },
  { name: '2 × 2, stride 3, kernel smaller than its stride', shape: [1, 3, 3, 2], build: transposed([2, 2, 2, 2], 3, 0, SAME) },
  { name: '3 × 3, stride 1', shape: [1, 4, 4, 2], build: transposed([3, 3, 2, 2], 1, 0, SAME) },
  { name: 'VALID, 3 × 3, stride 2', shape: [1, 3, 4, 2], build: transposed([3, 3, 2, 2], 2, 1, VALID) },
  { name: 'VALID, 5 × 5, stride 3', shape: [1, 3, 4, 2], build: transposed([5, 5, 2, 2], 3, 2, VALID) },
  {
    name: 'in three dimensions',
    shape: [1, 2, 3, 2, 3],
    sizes: 'fixed',
    build: (b) => {
      const attributes = { ...SAME, strides: { ints: [1, 1, 2, 2, 1] }, data_format: { text: 'NDHWC' } };
      return b.node('Conv3DBackpropInputV2', [b.integers([1, 2, 6, 4, 2]), b.weight([3, 3, 2, 2, 3]), b.input], attributes);
    },
  },
];

function pool(op: string, size: number, stride: number, padding: Record<string, AttributeSpec>) {
  return (b: NetworkBuilder) => b.node(op, [b.input], { ...padding, ...strides(stride), ksize: { ints: [1, size, size, 1] } });
}

const poolings: OperatorCase[] = ['MaxPool', 'AvgPool'].flatMap((op): OperatorCase[] => [
  { name: `${op} 2 × 2 VALID, odd sizes`, shape: IMAGE, build: pool(op, 2, 2, VALID) },
  { name: `${op} 2 × 2 SAME, odd sizes`, shape: IMAGE, build: pool(op, 2, 2, SAME) },
  { name: `${op} 3 × 3 SAME, stride 2`, shape: [1, 8, 5, 2], build: pool(op, 3, 2, SAME) },
  { name: `${op} 3 × 3 SAME, stride 1`, shape: IMAGE, build: pool(op, 3, 1, SAME) },
  {
    name: `${op}3D`,
    shape: [1, 4, 5, 6, 2],
    build: (b) => b.node(`${op}3D`, [b.input], { ...SAME, strides: { ints: [1, 2, 2, 2, 1] }, ksize: { ints: [1, 2, 2, 2, 1] } }),
  },
]);

/** Resizes to a size computed from the image's own. */
function resizedBy(op: string, factor: number, attributes: Record<string, AttributeSpec>) {
  return (b: NetworkBuilder) => {
    const own = b.node('StridedSlice', [b.node('Shape', [b.input]), b.integers([1]), b.integers([3]), b.integers([1])]);
    return b.node(op, [b.input, b.node('Mul', [own, b.integers([factor, factor])])], attributes);
  };
}

function resizedTo(op: string, size: readonly number[], attributes: Record<string, AttributeSpec>) {
  return (b: NetworkBuilder) => b.node(op, [b.input, b.integers(size)], attributes);
}

const CENTRES = { half_pixel_centers: { bool: true } };
const CORNERS = { align_corners: { bool: true } };
const resizings: OperatorCase[] = ['ResizeNearestNeighbor', 'ResizeBilinear'].flatMap((op) =>
  [{}, CENTRES, CORNERS].flatMap((attributes): OperatorCase[] => {
    const form = Object.keys(attributes).join() || 'plain';
    return [
      { name: `${op}, ${form}, twice`, shape: [2, 3, 5, 2], build: resizedBy(op, 2, attributes) },
      { name: `${op}, ${form}, three times`, shape: [1, 3, 2, 2], build: resizedBy(op, 3, attributes) },
      { name: `${op}, ${form}, to 7 × 11`, shape: [1, 4, 5, 2], build: resizedTo(op, [7, 11], attributes) },
      { name: `${op}, ${form}, smaller`, shape: [1, 8, 9, 2], build: resizedTo(op, [3, 4], attributes) },
    ];
  }),
);

const others: OperatorCase[] = [
  { name: 'BiasAdd', shape: IMAGE, build: (b) => b.node('BiasAdd', [b.input, b.weight([3])]) },
  {
    name: 'FusedBatchNormV3, for use',
    shape: IMAGE,
    build: (b) => {
      const [scale, offset, mean, variance] = [b.weight([3]), b.weight([3]), b.weight([3]), b.weight([3], 0.1, 2)];
      const attributes = { is_training: { bool: false }, epsilon: { float: 0.001 } };
      return b.node('FusedBatchNormV3', [b.input, scale, offset, mean, variance], attributes, { output: 'y' });
    },
  },
  {
    name: 'FusedBatchNormV3 in training mode, by statistics of the tile',
    shape: IMAGE,
    build: (b) => {
      const none = b.floats([], [0]);
      return b.node(
        'FusedBatchNormV3',
        [b.input, b.weight([3]), b.weight([3]), none, none],
        { epsilon: { float: 0.001 } },
        { output: 'y' },
      );
    },
  },
  {
    name: 'FusedBatchNormV3 behind a convolution, taken into it',
    shape: IMAGE,
    build: (b) => {
      const convolved = b.node('BiasAdd', [
        b.node('Conv2D', [b.input, b.weight([3, 3, 3, 4])], { ...SAME, ...strides(1) }),
        b.weight([4]),
      ]);
      const [scale, offset, mean, variance] = [b.weight([4]), b.weight([4]), b.weight([4]), b.weight([4], 0.1, 2)];
      return b.node(
        'FusedBatchNormV3',
        [convolved, scale, offset, mean, variance],
        { is_training: { bool: false } },
        { output: 'y' },
      );
    },
  },
  { name: 'DepthToSpace', shape: [1, 3, 2, 12], build: (b) => b.node('DepthToSpace', [b.input], { block_size: { int: 2 } }) },
  { name: 'SpaceToDepth', shape: [1, 6, 4, 3], build: (b) => b.node('SpaceToDepth', [b.input], { block_size: { int: 2 } }) },
  {
    name: 'Pad',
    shape: IMAGE,
    build: (b) => b.node('Pad', [b.input, b.node('Reshape', [b.integers([0, 0, 1, 2, 3, 0, 0, 0]), b.integers([4, 2])])]),
  },
  {
    name: 'PadV2 behind a convolution',
    shape: IMAGE,
    build: (b) => {
      const convolved = b.node('Conv2D', [b.input, b.weight([1, 1, 3, 2])], { ...SAME, ...strides(1) });
      return b.node('PadV2', [
        convolved,
        b.node('Reshape', [b.integers([0, 0, 1, 2, 0, 1, 0, 0]), b.integers([4, 2])]),
        b.node('Const', [], { value: { tensor: { type: 1, shape: [], values: [2.5] } } }),
      ]);
    },
  },
  ...['REFLECT', 'SYMMETRIC'].map(
    (mode): OperatorCase => ({
      name: `MirrorPad ${mode}`,
      shape: IMAGE,
      build: (b) =>
        b.node('MirrorPad', [b.input, b.node('Reshape', [b.integers([0, 0, 2, 1, 3, 2, 0, 0]), b.integers([4, 2])])], {
          mode: { text: mode },
        }),
    }),
  ),
];

describe('layouts', () => {
  it('cost no transposes that cancel out', () => {
    const b = createNetwork([null, null, null, 3]);
    const attributes = { ...SAME, ...strides(1) };
    const first = b.node('Conv2D', [b.input, b.weight([1, 1, 3, 3])], attributes);
    const there = b.node('Relu', [b.node('Transpose', [first, b.integers([0, 3, 1, 2])])]);
    const back = b.node('Transpose', [there, b.integers([0, 2, 3, 1])]);
    const last = b.node('Conv2D', [b.node('AddV2', [back, first]), b.weight([3, 3, 3, 2])], attributes);
    expect(operatorsOf(converted(b.finish(last)).onnx)).toEqual(['Transpose', 'Conv', 'Relu', 'Add', 'Conv', 'Transpose']);
  });

  it('cost nothing where a network turns its image there and back', () => {
    const b = createNetwork([null, null, null, 3]);
    const there = b.node('Transpose', [b.input, b.integers([0, 3, 1, 2])]);
    const back = b.node('Transpose', [there, b.integers([0, 2, 3, 1])]);
    expect(operatorsOf(converted(b.finish(b.node('Tanh', [back]))).onnx)).toEqual(['Transpose', 'Tanh', 'Transpose']);
    expect(operatorsOf(converted(b.finish(b.node('Softmax', [back]))).onnx)).toEqual(['Softmax']);
  });
});

describe.each([
  ['convolution', convolutions],
  ['transposed convolution', transposedConvolutions],
  ['pooling', poolings],
  ['resizing', resizings],
  ['other operators on images', others],
])('%s', (_, cases) => {
  it.each(cases)('$name', checkCase);
});
