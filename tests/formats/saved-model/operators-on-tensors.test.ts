import { describe, expect, it } from 'vitest';
import { checkCase, converted, expectSame, type OperatorCase, operatorsOf } from './compare.ts';
import { createNetwork, type NetworkBuilder } from './writer/network-builder.ts';

const IMAGE = [2, 5, 4, 3];
const convolved = (b: NetworkBuilder) =>
  b.node('Conv2D', [b.input, b.weight([1, 1, 3, 3])], { padding: { text: 'SAME' }, strides: { ints: [1, 1, 1, 1] } });

const reductions: OperatorCase[] = ['Mean', 'Sum', 'Max', 'Min', 'Prod'].flatMap((op) =>
  (
    [
      [[-1], true],
      [[1, 2], false],
      [[1, 2], true],
      [[3], false],
      [[0, 1, 2, 3], true],
    ] as const
  ).flatMap(([axes, keep]): OperatorCase[] => [
    {
      name: `${op} over ${axes.join()}${keep ? ', kept' : ''}`,
      shape: IMAGE,
      build: (b) => b.node(op, [b.input, b.integers([...axes])], { keep_dims: { bool: keep } }),
    },
    {
      name: `${op} over ${axes.join()}${keep ? ', kept' : ''}, behind a convolution`,
      shape: IMAGE,
      build: (b) => b.node(op, [convolved(b), b.integers([...axes])], { keep_dims: { bool: keep } }),
    },
  ]),
);

function sliced(begin: number[], end: number[], steps: number[], masks: Record<string, number>) {
  return (b: NetworkBuilder) => {
    const attributes = Object.fromEntries(Object.entries(masks).map(([name, int]) => [`${name}_mask`, { int }]));
    return b.node('StridedSlice', [b.input, b.integers(begin), b.integers(end), b.integers(steps)], attributes);
  };
}

const slices: OperatorCase[] = [
  { name: '[..., ::-1], as for BGR', shape: IMAGE, build: sliced([0, 0], [0, 0], [1, -1], { begin: 2, end: 2, ellipsis: 1 }) },
  { name: '[:, 1:4, ::2]', shape: IMAGE, build: sliced([0, 1, 0], [0, 4, 0], [1, 1, 2], { begin: 5, end: 5 }) },
  { name: '[:, 1:-1, -3:]', shape: IMAGE, build: sliced([0, 1, -3], [0, -1, 0], [1, 1, 1], { begin: 1, end: 5 }) },
  { name: '[:, 3:0:-1]', shape: IMAGE, build: sliced([0, 3], [0, 0], [1, -1], { begin: 1, end: 1 }) },
  { name: '[..., 1]', shape: IMAGE, build: sliced([0, 1], [0, 2], [1, 1], { ellipsis: 1, shrink: 2 }) },
  { name: '[..., new, 0:2]', shape: IMAGE, build: sliced([0, 0, 0], [0, 0, 2], [1, 1, 1], { ellipsis: 1, new_axis: 2 }) },
  {
    name: '[:, ::-1] behind a convolution',
    shape: IMAGE,
    build: (b) =>
      b.node('StridedSlice', [convolved(b), b.integers([0, 0]), b.integers([0, 0]), b.integers([1, -1])], {
        begin_mask: { int: 3 },
        end_mask: { int: 3 },
      }),
  },
  { name: 'Slice', shape: IMAGE, build: (b) => b.node('Slice', [b.input, b.integers([0, 1, 2, 0]), b.integers([-1, 3, -1, 2])]) },
  { name: 'ReverseV2', shape: IMAGE, build: (b) => b.node('ReverseV2', [b.input, b.integers([1, -1])]) },
  { name: 'GatherV2', shape: IMAGE, build: (b) => b.node('GatherV2', [b.input, b.integers([2, 0, 2, 1]), b.integers(-1)]) },
  { name: 'GatherV2 of one', shape: IMAGE, build: (b) => b.node('GatherV2', [convolved(b), b.integers(1), b.integers(3)]) },
  {
    name: 'Split',
    shape: IMAGE,
    build: (b) => {
      const [axis, parts] = [b.integers(3), { num_split: { int: 3 } }];
      const second = b.node('Split', [axis, b.input], parts, { name: 'split', index: 1 });
      return b.node('Sub', [second, 'split:output:2']);
    },
  },
  { name: 'Split into one', shape: IMAGE, build: (b) => b.node('Split', [b.integers(3), b.input], { num_split: { int: 1 } }) },
  {
    name: 'SplitV',
    shape: IMAGE,
    build: (b) => b.node('SplitV', [convolved(b), b.integers([2, -1]), b.integers(-1)], { num_split: { int: 2 } }, { index: 1 }),
  },
  {
    name: 'Unpack and Pack',
    shape: [2, 5, 4, 3],
    sizes: 'fixed',
    build: (b) => {
      b.node('Unpack', [b.input], { axis: { int: 1 }, num: { int: 5 } }, { name: 'unpack' });
      return b.node('Pack', ['unpack:output:3', 'unpack:output:0'], { axis: { int: -1 } });
    },
  },
];

const shapes: OperatorCase[] = [
  { name: 'ConcatV2 of channels', shape: IMAGE, build: (b) => b.node('ConcatV2', [b.input, convolved(b), b.integers(-1)]) },
  { name: 'ConcatV2 of rows', shape: IMAGE, build: (b) => b.node('ConcatV2', [b.input, convolved(b), b.integers(1)]) },
  { name: 'Tile', shape: IMAGE, build: (b) => b.node('Tile', [convolved(b), b.integers([1, 2, 1, 3])]) },
  { name: 'Transpose', shape: IMAGE, build: (b) => b.node('Transpose', [convolved(b), b.integers([0, 2, 1, 3])]) },
  {
    name: 'Squeeze and ExpandDims',
    shape: [2, 5, 4, 1],
    build: (b) => b.node('ExpandDims', [b.node('Squeeze', [b.input], { squeeze_dims: { ints: [3] } }), b.integers(1)]),
  },
  {
    name: 'Flatten',
    shape: IMAGE,
    build: (b) =>
      b.node('Reshape', [
        convolved(b),
        b.node('Pack', [
          b.node('StridedSlice', [b.node('Shape', [b.input]), b.integers([0]), b.integers([1]), b.integers([1])], {
            shrink_axis_mask: { int: 1 },
          }),
          b.integers(-1),
        ]),
      ]),
  },
  {
    name: 'Reshape of groups of channels',
    shape: [2, 3, 4, 6],
    sizes: 'fixed',
    build: (b) => b.node('Reshape', [b.input, b.integers([-1, 3, 4, 2, 3])]),
  },
  {
    name: 'BroadcastTo',
    shape: IMAGE,
    sizes: 'fixed',
    build: (b) =>
      b.node('BroadcastTo', [b.node('Mean', [b.input, b.integers([1, 2])], { keep_dims: { bool: true } }), b.integers(IMAGE)]),
  },
  {
    name: 'Fill of the shape of the image',
    shape: IMAGE,
    build: (b) => b.node('AddV2', [b.input, b.node('Fill', [b.node('Shape', [b.input]), b.floats([0.25], [])])]),
  },
  {
    name: 'Size, Rank and Prod of extents as numbers',
    shape: IMAGE,
    build: (b) => {
      const asFloat = (from: string) => b.node('Cast', [from], { DstT: { type: 1 } });
      const area = b.node('Prod', [
        b.node('StridedSlice', [b.node('Shape', [b.input]), b.integers([1]), b.integers([3]), b.integers([1])]),
        b.integers([0]),
      ]);
      const ofExtents = b.node('RealDiv', [asFloat(b.node('Size', [b.input])), asFloat(area)]);
      return b.node('Mul', [b.node('Mul', [b.input, ofExtents]), asFloat(b.node('Rank', [b.input]))]);
    },
  },
  {
    name: 'Range',
    shape: IMAGE,
    build: (b) =>
      b.node('Mul', [
        b.input,
        b.node('Cast', [b.node('Range', [b.integers(1), b.integers(6), b.integers(2)])], { DstT: { type: 1 } }),
      ]),
  },
];

/** Each row twice, as newer layers enlarge an image. */
const repeated: OperatorCase = {
  name: 'rows repeated, on extents computed in the graph',
  shape: IMAGE,
  build: (b) => {
    const own = b.node('Shape', [b.input]);
    const part = (from: number, to: number) =>
      b.node('StridedSlice', [own, b.integers([from]), b.integers([to]), b.integers([1])]);
    const tiled = b.node('Tile', [b.node('ExpandDims', [b.input, b.integers(2)]), b.integers([1, 1, 2, 1, 1])]);
    const rows = b.node('Mul', [part(1, 2), b.integers([2])]);
    return b.node('Reshape', [tiled, b.node('ConcatV2', [part(0, 1), rows, part(2, 4), b.integers(0)])]);
  },
};

const matrices: OperatorCase[] = [
  { name: 'Softmax', shape: IMAGE, build: (b) => b.node('Softmax', [b.input]) },
  { name: 'Softmax behind a convolution', shape: IMAGE, build: (b) => b.node('Softmax', [convolved(b)]) },
  { name: 'LogSoftmax', shape: IMAGE, build: (b) => b.node('LogSoftmax', [b.input]) },
  ...[false, true].map(
    (turned): OperatorCase => ({
      name: `MatMul${turned ? ' of a transposed matrix' : ''}`,
      shape: [3, 5],
      build: (b) => b.node('MatMul', [b.input, b.weight(turned ? [4, 5] : [5, 4])], { transpose_b: { bool: turned } }),
    }),
  ),
  {
    name: 'MatMul of the transposed image',
    shape: [3, 5],
    build: (b) => b.node('MatMul', [b.input, b.input], { transpose_a: { bool: true } }),
  },
  { name: 'BatchMatMulV2', shape: [2, 3, 5], build: (b) => b.node('BatchMatMulV2', [b.input, b.weight([5, 2])]) },
  {
    name: 'Classes by global pooling',
    shape: IMAGE,
    build: (b) => b.node('Softmax', [b.node('MatMul', [b.node('Mean', [convolved(b), b.integers([1, 2])]), b.weight([3, 4])])]),
  },
];

describe.each([
  ['reductions', reductions],
  ['slices', slices],
  ['shapes', [...shapes, repeated]],
  ['matrices', matrices],
])('%s', (_, cases) => {
  it.each(cases)('$name', checkCase);
});

describe('calls', () => {
  const halved = {
    name: 'halve',
    inputs: ['x'],
    outputs: [{ name: 'y', from: 'half:z:0' }],
    nodes: [
      { name: 'half', op: 'Mul', inputs: ['x', 'factor:output:0'], attributes: {} },
      { name: 'factor', op: 'Const', inputs: [], attributes: { value: { tensor: { type: 1, shape: [], values: [0.5] } } } },
    ],
  };

  it('are replaced by what they call, several times, with the branch that is known', async () => {
    const b = createNetwork([null, null, null, 3]);
    b.functions.push(halved, { name: 'keep', inputs: ['x'], outputs: [{ name: 'y', from: 'x' }], nodes: [] });
    const once = b.node('PartitionedCall', [b.input], { f: { func: 'halve' } });
    const twice = b.node('StatefulPartitionedCall', [once], { f: { func: 'halve' } });
    const training = b.node('Const', [], { value: { tensor: { type: 10, shape: [], values: [0] } } });
    const chosen = b.node('StatelessIf', [training, twice], { then_branch: { func: 'keep' }, else_branch: { func: 'halve' } });
    const network = b.finish(chosen);
    expect(operatorsOf(converted(network).onnx)).toEqual(['Mul', 'Mul', 'Mul']);
    await expectSame(network, IMAGE);
  });
});
