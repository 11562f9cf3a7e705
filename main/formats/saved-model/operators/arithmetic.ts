import { broadcastShapes } from '../constants/shapes.ts';
import { broadcastTo, permute, reshaped } from '../constants/strided-copy.ts';
import { OperatorRefusal } from '../damage.ts';
import type { Conversion } from '../graph/conversion.ts';
import { allKnown, type Dim, type DimArithmetic, sameDim } from '../graph/dim.ts';
import { movingOrder, toMoved, toPlain } from '../graph/layout.ts';
import { asTensor } from '../graph/operands.ts';
import type { Constant, NumberType, Tensor } from '../graph/value.ts';

/** An operation between two tensors, element by element. */
export interface Binary {
  /** In ONNX; null where there is none for tensors. */
  readonly onnx: string | null;
  readonly of: (a: number, b: number) => number;
  /** On extents, where it can be said; null where it cannot. */
  readonly ofDims?: (dims: DimArithmetic, a: Dim, b: Dim) => Dim | null;
  readonly result?: 'bool';
}

type Operand = Constant | Tensor;

/** Applies an operation: to constants at once, else as a node of ONNX, in the order of axes that costs no transposes. */
export function combine(conversion: Conversion, operation: Binary, a: Operand, b: Operand): Operand {
  const shape = broadcastShapes(a.shape, b.shape);
  if (a.kind === 'constant' && b.kind === 'constant') {
    const folded = fold(conversion, operation, a, b, shape);
    if (folded !== null) return folded;
  }
  if (operation.onnx === null) throw new OperatorRefusal('on values that are known only when the network runs');
  if (a.type !== b.type) throw new OperatorRefusal('on values of different types');
  const moved = keepsMoved([a, b], shape);
  const [x, y] = [a, b].map((one) => arrange(conversion, one, moved, shape.length)) as [Tensor, Tensor];
  const [name] = conversion.onnx.emit(operation.onnx, [x.name, y.name]);
  return { kind: 'tensor', name: name!, type: operation.result ?? a.type, shape, moved };
}

/** True where a result of `shape` is best computed with channels moved: one operand is, and the others can be had so. */
export function keepsMoved(operands: readonly Operand[], shape: readonly Dim[]): boolean {
  // All axes are there, or the operand is constant, or has one value.
  const fits = (one: Operand): boolean => one.kind === 'constant' || one.shape.length === shape.length || one.shape.length === 0;
  return operands.some((one) => one.kind === 'tensor' && one.moved && one.shape.length === shape.length) && operands.every(fits);
}

/** The operand in the order of axes wanted. */
export function arrange(conversion: Conversion, one: Operand, moved: boolean, rank: number): Tensor {
  if (!moved) return toPlain(conversion, asTensor(conversion, one));
  if (one.shape.length === 0) return { ...asTensor(conversion, one), moved: true };
  if (one.kind === 'tensor') return toMoved(conversion, one);
  const all = reshaped(one, [...Array.from({ length: rank - one.shape.length }, () => 1), ...one.shape]);
  const turned = permute(conversion, all, movingOrder(rank));
  // Leading axes of extent 1 need not be written; (c, 1, 1) is what runtimes know as a bias.
  return asTensor(conversion, reshaped(turned, withoutLeadingOnes(turned.shape)));
}

function withoutLeadingOnes(shape: readonly number[]): number[] {
  const first = shape.findIndex((extent) => extent !== 1);
  return first < 0 ? [] : shape.slice(first);
}

function fold(conversion: Conversion, operation: Binary, a: Constant, b: Constant, shape: readonly Dim[]): Constant | null {
  if (!allKnown(shape)) return null;
  const type: NumberType = operation.result ?? a.type;
  const [x, y] = [a, b].map((one) => (sameShape(one.shape, shape) ? one : broadcastTo(conversion, one, shape)).data) as [
    ArrayLike<Dim>,
    ArrayLike<Dim>,
  ];
  conversion.allocate(x.length);
  const out: Float32Array | Dim[] = type === 'float' ? new Float32Array(x.length) : new Array<Dim>(x.length);
  for (let i = 0; i < x.length; i++) {
    const [p, q] = [x[i]!, y[i]!];
    const value =
      typeof p === 'number' && typeof q === 'number' ? operation.of(p, q) : (operation.ofDims?.(conversion.dims, p, q) ?? null);
    if (value === null) return null;
    if (type !== 'float' && typeof value === 'number' && !Number.isSafeInteger(value))
      throw new OperatorRefusal('whose result is no whole number');
    out[i] = value as number;
  }
  return { kind: 'constant', type, shape, data: out };
}

function sameShape(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((extent, i) => sameDim(extent, b[i]!));
}

const bit = (value: boolean): number => (value ? 1 : 0);

/** True for an equal formula; unknown otherwise. */
const equalDims = (value: 0 | 1) => (_: DimArithmetic, a: Dim, b: Dim) => (sameDim(a, b) ? value : null);

export const ADD: Binary = { onnx: 'Add', of: (a, b) => a + b, ofDims: (dims, a, b) => dims.add(a, b) };
export const SUBTRACT: Binary = { onnx: 'Sub', of: (a, b) => a - b, ofDims: (dims, a, b) => dims.subtract(a, b) };
export const MULTIPLY: Binary = { onnx: 'Mul', of: (a, b) => a * b, ofDims: (dims, a, b) => dims.multiply(a, b) };
export const DIVIDE: Binary = { onnx: 'Div', of: (a, b) => a / b };
/** Whole numbers: rounded towards zero, which for extents is down. */
export const DIVIDE_WHOLE: Binary = { onnx: 'Div', of: (a, b) => Math.trunc(a / b), ofDims: (dims, a, b) => dims.divide(a, b) };
export const DIVIDE_DOWN: Binary = { onnx: null, of: (a, b) => Math.floor(a / b), ofDims: (dims, a, b) => dims.divide(a, b) };
export const REMAINDER: Binary = {
  onnx: null,
  of: (a, b) => a - Math.floor(a / b) * b,
  ofDims: (dims, a, b) => dims.subtract(a, dims.multiply(dims.divide(a, b), b)),
};
export const MOST: Binary = { onnx: 'Max', of: Math.max, ofDims: (dims, a, b) => dims.most(a, b) };
export const LEAST: Binary = { onnx: 'Min', of: Math.min, ofDims: (dims, a, b) => dims.least(a, b) };
export const POWER: Binary = { onnx: 'Pow', of: Math.pow };
export const LESS: Binary = { onnx: 'Less', of: (a, b) => bit(a < b), ofDims: equalDims(0), result: 'bool' };
export const LESS_EQUAL: Binary = { onnx: 'LessOrEqual', of: (a, b) => bit(a <= b), ofDims: equalDims(1), result: 'bool' };
export const GREATER: Binary = { onnx: 'Greater', of: (a, b) => bit(a > b), ofDims: equalDims(0), result: 'bool' };
export const GREATER_EQUAL: Binary = { onnx: 'GreaterOrEqual', of: (a, b) => bit(a >= b), ofDims: equalDims(1), result: 'bool' };
export const EQUAL: Binary = { onnx: 'Equal', of: (a, b) => bit(a === b), ofDims: equalDims(1), result: 'bool' };
export const NOT_EQUAL: Binary = { onnx: null, of: (a, b) => bit(a !== b), ofDims: equalDims(0), result: 'bool' };
export const AND: Binary = { onnx: 'And', of: (a, b) => bit(a !== 0 && b !== 0), result: 'bool' };
export const OR: Binary = { onnx: 'Or', of: (a, b) => bit(a !== 0 || b !== 0), result: 'bool' };
