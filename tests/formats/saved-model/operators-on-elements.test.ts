import { describe, expect, it } from 'vitest';
import { checkCase, converted, type OperatorCase, operatorsOf } from './compare.ts';
import { createNetwork, type NetworkBuilder } from './writer/network-builder.ts';

const IMAGE = [2, 3, 4, 3];

const unary = (op: string, range: Partial<OperatorCase> = {}): OperatorCase => ({
  name: op,
  shape: IMAGE,
  build: (b) => b.node(op, [b.input]),
  least: -2,
  most: 2,
  ...range,
});

const POSITIVE = { least: 0.1, most: 3 };
const functions: OperatorCase[] = [
  ...[
    'Relu',
    'Elu',
    'Selu',
    'Sigmoid',
    'Tanh',
    'Softplus',
    'Softsign',
    'Exp',
    'Square',
    'Neg',
    'Abs',
    'Sign',
    'Floor',
    'Ceil',
    'Round',
    'Erf',
    'Sin',
    'Cos',
  ].map((op) => unary(op)),
  ...['Log', 'Log1p', 'Sqrt', 'Rsqrt', 'Reciprocal'].map((op) => unary(op, POSITIVE)),
  unary('Relu6', { least: -10, most: 10 }),
  { ...unary('LeakyRelu'), build: (b) => b.node('LeakyRelu', [b.input], { alpha: { float: 0.3 } }) },
  { ...unary('LeakyRelu, default slope'), build: (b) => b.node('LeakyRelu', [b.input]) },
  {
    ...unary('ClipByValue'),
    build: (b) => b.node('ClipByValue', [b.input, b.floats([-0.5], []), b.floats([0.75], [])]),
  },
];

const BINARY = ['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference', 'DivNoNan', 'FloorDiv'];

/** Both forms of an image: as given, and as a convolution leaves it (with channels moved). */
const convolved = (b: NetworkBuilder) =>
  b.node('Conv2D', [b.input, b.weight([1, 1, 3, 3])], { padding: { text: 'SAME' }, strides: { ints: [1, 1, 1, 1] } });

const pairs: OperatorCase[] = BINARY.flatMap((op): OperatorCase[] => [
  { name: `${op} of an image and a value per channel`, shape: IMAGE, build: (b) => b.node(op, [b.input, b.weight([3], 0.5, 2)]) },
  { name: `${op} of a value and an image`, shape: IMAGE, build: (b) => b.node(op, [b.floats([1.5], []), b.input]), ...POSITIVE },
  { name: `${op} behind a convolution`, shape: IMAGE, build: (b) => b.node(op, [convolved(b), b.weight([1, 4, 1], 0.5, 2)]) },
  { name: `${op} of two images`, shape: IMAGE, build: (b) => b.node(op, [convolved(b), b.input]), ...POSITIVE },
]);

const toFloat = (b: NetworkBuilder, from: string) => b.node('Cast', [from], { DstT: { type: 1 } });
const comparisons: OperatorCase[] = ['Less', 'LessEqual', 'Greater', 'GreaterEqual', 'Equal', 'NotEqual'].map((op) => ({
  name: op,
  shape: IMAGE,
  build: (b) => toFloat(b, b.node(op, [b.node('Round', [b.input]), b.floats([0], [])])),
  least: -2,
  most: 2,
}));

const others: OperatorCase[] = [
  { name: 'AddN', shape: IMAGE, build: (b) => b.node('AddN', [b.input, convolved(b), b.input]) },
  { name: 'Pow', shape: IMAGE, build: (b) => b.node('Pow', [b.input, b.floats([1.7], [])]), ...POSITIVE },
  {
    name: 'SelectV2 with LogicalAnd, LogicalOr and LogicalNot',
    shape: IMAGE,
    build: (b) => {
      const low = b.node('Less', [b.input, b.floats([-0.3], [])]);
      const high = b.node('Greater', [b.input, b.floats([0.3], [])]);
      const inside = b.node('LogicalAnd', [b.node('LogicalNot', [low]), b.node('LogicalNot', [high])]);
      return b.node('SelectV2', [b.node('LogicalOr', [inside, low]), b.input, b.weight([3])]);
    },
  },
  {
    name: 'Cast to whole numbers and back',
    shape: IMAGE,
    build: (b) => toFloat(b, b.node('Cast', [b.input], { DstT: { type: 3 } })),
    least: -4,
    most: 4,
  },
  {
    name: 'ZerosLike and OnesLike',
    shape: IMAGE,
    build: (b) => b.node('AddV2', [b.node('Sub', [b.input, b.node('OnesLike', [b.input])]), b.node('ZerosLike', [b.input])]),
  },
];

describe.each([
  ['functions of an element', functions],
  ['operations of two', pairs],
  ['comparisons', comparisons],
  ['other operators on elements', others],
])('%s', (_, cases) => {
  it.each(cases)('$name', checkCase);
});

describe('constants', () => {
  it('are computed while converting', () => {
    const b = createNetwork([null, null, null, 3]);
    const scaled = b.node('Mul', [b.weight([3]), b.node('Sqrt', [b.floats([2], [])])]);
    const { onnx } = converted(b.finish(b.node('AddV2', [b.input, b.node('Exp', [scaled])])));
    expect(operatorsOf(onnx)).toEqual(['Add']);
  });

  it('and nodes that nothing needs are left out', () => {
    const b = createNetwork([null, null, null, 3]);
    b.node('Softmax', [b.node('NoSuchOperator', [b.input])]);
    const dropout = b.node('Identity', [b.node('Identity', [b.input], {}, { name: 'dropout/Identity' })]);
    expect(operatorsOf(converted(b.finish(b.node('Relu', [dropout]))).onnx)).toEqual(['Relu']);
  });
});
