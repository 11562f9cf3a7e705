import { floatConstant } from '../constants/make-constant.ts';
import { broadcastShapes } from '../constants/shapes.ts';
import { OperatorRefusal } from '../damage.ts';
import { floatAttribute } from '../graph/attribute-of.ts';
import type { Call, Conversion, Operator, Operators } from '../graph/conversion.ts';
import { asNumbers, numbers, operand } from '../graph/operands.ts';
import type { Constant, Tensor, Value } from '../graph/value.ts';
import {
  ADD,
  AND,
  arrange,
  type Binary,
  combine,
  DIVIDE,
  DIVIDE_DOWN,
  DIVIDE_WHOLE,
  EQUAL,
  GREATER,
  GREATER_EQUAL,
  keepsMoved,
  LEAST,
  LESS,
  LESS_EQUAL,
  MOST,
  MULTIPLY,
  NOT_EQUAL,
  OR,
  POWER,
  REMAINDER,
  SUBTRACT,
} from './arithmetic.ts';
import { applyUnary, type Unary } from './unary.ts';

const binary =
  (operation: Binary): Operator =>
  (call) =>
    combine(call.conversion, operation, numbers(call, 0), numbers(call, 1));

/** Division of floats, or of whole numbers with its own rounding. */
const division =
  (whole: Binary): Operator =>
  (call) =>
    combine(call.conversion, numbers(call, 0).type === 'float' ? DIVIDE : whole, numbers(call, 0), numbers(call, 1));

const unary =
  (operation: Unary | ((call: Call) => Unary)): Operator =>
  (call) =>
    applyUnary(call.conversion, typeof operation === 'function' ? operation(call) : operation, numbers(call, 0));

const FLOOR: Unary = { onnx: 'Floor', of: Math.floor };
const RECIPROCAL: Unary = { onnx: 'Reciprocal', of: (x) => 1 / x };
const SQRT: Unary = { onnx: 'Sqrt', of: Math.sqrt };
const NOT: Unary = { onnx: 'Not', of: (x) => (x === 0 ? 1 : 0) };

/** x · x, with x computed once. */
function square(call: Call, x: Constant | Tensor): Constant | Tensor {
  return combine(call.conversion, MULTIPLY, x, x);
}

function clip(call: Call, least: Value, most: Value): Value {
  return combine(call.conversion, LEAST, combine(call.conversion, MOST, numbers(call, 0), asNumbers(least)), asNumbers(most));
}

function addAll(call: Call): Value {
  return call.inputs.map(asNumbers).reduce((sum, value) => combine(call.conversion, ADD, sum, value));
}

/** Chooses by a condition, of constants at once where the condition is known. */
function choose(conversion: Conversion, condition: Constant | Tensor, a: Constant | Tensor, b: Constant | Tensor): Value {
  if (condition.kind === 'constant' && condition.shape.length === 0) return condition.data[0] === 0 ? b : a;
  const all = [condition, a, b];
  const shape = broadcastShapes(broadcastShapes(condition.shape, a.shape), b.shape);
  const moved = keepsMoved(all, shape);
  const inputs = all.map((one) => arrange(conversion, one, moved, shape.length).name);
  return { kind: 'tensor', name: conversion.onnx.emit('Where', inputs)[0]!, type: a.type, shape, moved };
}

function select(call: Call): Value {
  const [condition, a, b] = [0, 1, 2].map((i) => numbers(call, i)) as [Constant | Tensor, Constant | Tensor, Constant | Tensor];
  // The oldest form takes conditions of fewer axes the other way round.
  if (call.node.op === 'Select' && condition.shape.length !== a.shape.length && condition.shape.length !== 0) {
    throw new OperatorRefusal('with a condition per row');
  }
  return choose(call.conversion, condition, a, b);
}

/** a / b, and 0 where b is 0. */
function divideNoNan(call: Call): Value {
  const { conversion } = call;
  const [a, b] = [numbers(call, 0), numbers(call, 1)];
  const quotient = combine(conversion, DIVIDE, a, b);
  return choose(conversion, combine(conversion, EQUAL, b, floatConstant(0)), floatConstant(0), quotient);
}

/** Operators that work on each element by itself. */
export const ELEMENT_OPERATORS: Operators = {
  Add: binary(ADD),
  AddV2: binary(ADD),
  AddN: addAll,
  Sub: binary(SUBTRACT),
  Mul: binary(MULTIPLY),
  MulNoNan: binary(MULTIPLY),
  RealDiv: division(DIVIDE_WHOLE),
  Div: division(DIVIDE_WHOLE),
  TruncateDiv: division(DIVIDE_WHOLE),
  DivNoNan: divideNoNan,
  FloorDiv: (call) =>
    numbers(call, 0).type === 'float'
      ? applyUnary(call.conversion, FLOOR, combine(call.conversion, DIVIDE, numbers(call, 0), numbers(call, 1)))
      : combine(call.conversion, DIVIDE_DOWN, numbers(call, 0), numbers(call, 1)),
  FloorMod: binary(REMAINDER),
  Maximum: binary(MOST),
  Minimum: binary(LEAST),
  Pow: binary(POWER),
  SquaredDifference: (call) => square(call, combine(call.conversion, SUBTRACT, numbers(call, 0), numbers(call, 1))),
  Less: binary(LESS),
  LessEqual: binary(LESS_EQUAL),
  Greater: binary(GREATER),
  GreaterEqual: binary(GREATER_EQUAL),
  Equal: binary(EQUAL),
  NotEqual: (call) => {
    const [a, b] = [numbers(call, 0), numbers(call, 1)];
    if (a.kind === 'constant' && b.kind === 'constant') return combine(call.conversion, NOT_EQUAL, a, b);
    return applyUnary(call.conversion, NOT, combine(call.conversion, EQUAL, a, b));
  },
  LogicalAnd: binary(AND),
  LogicalOr: binary(OR),
  LogicalNot: unary(NOT),
  Select: select,
  SelectV2: select,
  ClipByValue: (call) => clip(call, operand(call, 1), operand(call, 2)),

  Relu: unary({ onnx: 'Relu', of: (x) => Math.max(x, 0) }),
  Relu6: (call) => clip(call, floatConstant(0), floatConstant(6)),
  LeakyRelu: unary((call) => {
    const alpha = floatAttribute(call, 'alpha', 0.2);
    return { onnx: 'LeakyRelu', attributes: { alpha: { float: alpha } }, of: (x) => (x < 0 ? alpha * x : x) };
  }),
  Elu: unary({ onnx: 'Elu', of: (x) => (x < 0 ? Math.expm1(x) : x) }),
  Selu: unary({ onnx: 'Selu', of: (x) => SELU_SCALE * (x < 0 ? SELU_ALPHA * Math.expm1(x) : x) }),
  Sigmoid: unary({ onnx: 'Sigmoid', of: (x) => 1 / (1 + Math.exp(-x)) }),
  Tanh: unary({ onnx: 'Tanh', of: Math.tanh }),
  Softplus: unary({ onnx: 'Softplus', of: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) }),
  Softsign: unary({ onnx: 'Softsign', of: (x) => x / (1 + Math.abs(x)) }),
  Exp: unary({ onnx: 'Exp', of: Math.exp }),
  Log: unary({ onnx: 'Log', of: Math.log }),
  Log1p: (call) =>
    applyUnary(call.conversion, { onnx: 'Log', of: Math.log }, combine(call.conversion, ADD, numbers(call, 0), floatConstant(1))),
  Sqrt: unary(SQRT),
  Rsqrt: (call) => applyUnary(call.conversion, RECIPROCAL, applyUnary(call.conversion, SQRT, numbers(call, 0))),
  Square: (call) => square(call, numbers(call, 0)),
  Reciprocal: unary(RECIPROCAL),
  Inv: unary(RECIPROCAL),
  Neg: unary({ onnx: 'Neg', of: (x) => -x, ofDim: (dims, x) => dims.multiply(x, -1) }),
  Abs: unary({ onnx: 'Abs', of: Math.abs }),
  Sign: unary({ onnx: 'Sign', of: Math.sign }),
  Floor: unary(FLOOR),
  Ceil: unary({ onnx: 'Ceil', of: Math.ceil }),
  Round: unary({ onnx: 'Round', of: roundHalfToEven }),
  Rint: unary({ onnx: 'Round', of: roundHalfToEven }),
  Erf: unary({ onnx: 'Erf', of: null }),
  Sin: unary({ onnx: 'Sin', of: Math.sin }),
  Cos: unary({ onnx: 'Cos', of: Math.cos }),
  IsNan: unary({ onnx: 'IsNaN', of: (x) => (Number.isNaN(x) ? 1 : 0), result: 'bool' }),
};

/** Constants of Klambauer and others, "Self-Normalizing Neural Networks" (2017). */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
