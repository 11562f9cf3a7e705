import { integersConstant } from '../constants/make-constant.ts';
import { broadcastTo, permute, reshaped } from '../constants/strided-copy.ts';
import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { integersAttribute, typeAttribute } from '../graph/attribute-of.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import { allKnown, type Dim, sameDim } from '../graph/dim.ts';
import { movingOrder, returningOrder, toMoved, toPlain } from '../graph/layout.ts';
import { asNumbers, asTensor, axisOf, constant, extents, integer, integers, numbers } from '../graph/operands.ts';
import type { Constant, Tensor, Value } from '../graph/value.ts';
import { LIMITS } from '../limits.ts';
import { elementCount } from '../proto/tensor-shape.ts';

function product(call: Call, shape: readonly Dim[]): Dim {
  return shape.reduce((total, extent) => call.conversion.dims.multiply(total, extent), 1);
}

/** Gives a value another shape with as many elements. Unknown extents are handed to the runtime, one of them as "the rest". */
export function reshape(call: Call, value: Constant | Tensor, shape: readonly Dim[]): Value {
  const { conversion } = call;
  if (value.kind === 'constant') {
    if (!allKnown(shape)) throw new OperatorRefusal('of a constant to a size that is not known');
    if (elementCount(shape) !== elementCount(value.shape)) throw new SavedModelDamage(`the node ${call.node.name} loses values`);
    return reshaped(value, shape);
  }
  const source = toPlain(conversion, value);
  if (shape.length === source.shape.length && shape.every((extent, i) => sameDim(extent, source.shape[i]!))) return source;
  // 0 stands for "as before", -1 for the rest; with these, most shapes need no computation.
  const plain = shape.map((extent, i) => (typeof extent === 'number' ? extent : sameAt(source, i, extent) ? 0 : null));
  const open = plain.filter((extent) => extent === null).length;
  const list =
    open <= 1 && !shape.some((extent) => extent === 0)
      ? conversion.onnx.integers(plain.map((extent) => extent ?? -1))
      : conversion.onnx.integers(shape);
  return { ...source, name: conversion.onnx.emit('Reshape', [source.name, list])[0]!, shape };
}

function sameAt({ shape }: Tensor, axis: number, extent: Dim): boolean {
  const own = shape[axis];
  return own !== undefined && sameDim(own, extent);
}

function reshapeNode(call: Call): Value {
  const value = numbers(call, 0);
  const wanted = extents(call, 1);
  if (wanted.length > LIMITS.rank) throw new OperatorRefusal(`to more than ${LIMITS.rank} axes`);
  const rest = wanted.indexOf(-1);
  if (rest < 0) return reshape(call, value, wanted);
  const others = product(
    call,
    wanted.filter((_, i) => i !== rest),
  );
  const all = product(call, value.shape);
  if (others === 0) throw new SavedModelDamage(`the node ${call.node.name} divides by an extent of zero`);
  const shape = wanted.slice();
  shape[rest] = quotient(call, value, wanted, rest, all, others);
  return reshape(call, value, shape);
}

/** The extent that is left. Where axes before it stay as they are, they cancel out, whether they are known or not. */
function quotient(call: Call, value: Constant | Tensor, wanted: readonly Dim[], rest: number, all: Dim, others: Dim): Dim {
  const { dims } = call.conversion;
  if (typeof all === 'number' && typeof others === 'number') return dims.divide(all, others);
  const numerator = value.shape.slice();
  const denominator = wanted.filter((_, i) => i !== rest);
  for (let i = denominator.length - 1; i >= 0; i--) {
    const found = numerator.findIndex((extent) => sameDim(extent, denominator[i]!));
    if (found < 0) continue;
    numerator.splice(found, 1);
    denominator.splice(i, 1);
  }
  const [up, down] = [product(call, numerator), product(call, denominator)];
  return down === 1 ? up : dims.divide(up, down);
}

function squeeze(call: Call): Value {
  const value = numbers(call, 0);
  const named = integersAttribute(call, 'squeeze_dims', integersAttribute(call, 'axis', []));
  const axes = named.map((axis) => axisOf(call, axis, value.shape.length));
  const gone = axes.length > 0 ? axes : value.shape.flatMap((extent, axis) => (extent === 1 ? [axis] : []));
  if (gone.some((axis) => typeof value.shape[axis] === 'number' && value.shape[axis] !== 1)) {
    throw new SavedModelDamage(`the node ${call.node.name} drops an axis with several values`);
  }
  return dropAxes(call, value, gone);
}

/** Leaves out axes of extent 1. */
export function dropAxes(call: Call, value: Constant | Tensor, axes: readonly number[]): Value {
  const shape = value.shape.filter((_, axis) => !axes.includes(axis));
  if (axes.length === 0) return value;
  if (value.kind === 'constant') return reshaped(value, shape as number[]);
  const source = toPlain(call.conversion, value);
  const [name] = call.conversion.onnx.emit('Squeeze', [source.name], { axes: [...axes].sort((a, b) => a - b) });
  return { ...source, name: name!, shape };
}

/** Puts an axis of extent 1 before axis `axis`. */
export function addAxis(call: Call, value: Constant | Tensor, axis: number): Value {
  const shape = [...value.shape.slice(0, axis), 1, ...value.shape.slice(axis)];
  if (value.kind === 'constant') return reshaped(value, shape as number[]);
  const source = toPlain(call.conversion, value);
  return { ...source, name: call.conversion.onnx.emit('Unsqueeze', [source.name], { axes: [axis] })[0]!, shape };
}

function expandDims(call: Call): Value {
  const value = numbers(call, 0);
  return addAxis(call, value, axisOf(call, integer(call, 1), value.shape.length + 1));
}

function transpose(call: Call): Value {
  const value = numbers(call, 0);
  const rank = value.shape.length;
  const order = integers(call, 1).map((axis) => axisOf(call, axis, rank));
  if (order.length !== rank || new Set(order).size !== rank)
    throw new SavedModelDamage(`the order of axes of ${call.node.name} is wrong`);
  if (value.kind === 'constant') return permute(call.conversion, value, order);
  const shape = order.map((axis) => value.shape[axis]!);
  // A transpose between the two orders of axes of images only changes how the same values are seen.
  if (rank >= 4 && order.join() === movingOrder(rank).join()) return { ...toMoved(call.conversion, value), shape, moved: false };
  if (rank >= 4 && order.join() === returningOrder(rank).join())
    return { ...toPlain(call.conversion, value), shape, moved: true };
  const source = toPlain(call.conversion, value);
  return { ...source, name: call.conversion.onnx.emit('Transpose', [source.name], { perm: order })[0]!, shape };
}

function fill(call: Call): Value {
  const shape = extents(call, 0);
  const value = constant(call, 1);
  return filled(call, value, shape);
}

/** A scalar repeated to a shape. */
function filled(call: Call, value: Constant, shape: readonly Dim[]): Value {
  if (value.shape.length !== 0) throw new SavedModelDamage(`the node ${call.node.name} repeats more than one value`);
  return expandTo(call, value, shape);
}

/** Repeats a value along axes of extent 1. */
function expandTo(call: Call, value: Constant | Tensor, shape: readonly Dim[]): Value {
  if (value.kind === 'constant' && allKnown(shape)) return broadcastTo(call.conversion, value, shape);
  const { conversion } = call;
  const source = toPlain(conversion, asTensor(conversion, value));
  const [name] = conversion.onnx.emit('Expand', [source.name, conversion.onnx.integers(shape)]);
  return { ...source, name: name!, shape };
}

function broadcastNode(call: Call): Value {
  const value = numbers(call, 0);
  const shape = extents(call, 1);
  const missing = shape.length - value.shape.length;
  const fits = missing >= 0 && value.shape.every((extent, i) => extent === 1 || sameDim(extent, shape[i + missing]!));
  if (!fits) throw new SavedModelDamage(`the node ${call.node.name} repeats a value to a shape that it does not fit`);
  return expandTo(call, value, shape);
}

function like(call: Call, value: 0 | 1): Value {
  const { type, shape } = numbers(call, 0);
  return filled(call, { kind: 'constant', type, shape: [], data: type === 'float' ? Float32Array.of(value) : [value] }, shape);
}

function range(call: Call): Value {
  const [from, to, step] = [0, 1, 2].map((i) => integer(call, i)) as [number, number, number];
  if (step === 0) throw new SavedModelDamage(`the node ${call.node.name} counts in steps of zero`);
  const count = Math.max(0, Math.ceil((to - from) / step));
  call.conversion.allocate(count);
  return integersConstant(Array.from({ length: count }, (_, i) => from + i * step));
}

const ONNX_CAST = { float: 1, int: 7, bool: 9 } as const;

function cast(call: Call): Value {
  const value = numbers(call, 0);
  const type = typeAttribute(call, 'DstT');
  if (type === value.type) return value;
  if (value.kind === 'constant' && allKnown(Array.from(value.data as ArrayLike<Dim>))) return castConstant(call, value, type);
  const source = asTensor(call.conversion, value);
  return { ...source, name: call.conversion.onnx.emit('Cast', [source.name], { to: ONNX_CAST[type] })[0]!, type };
}

function castConstant(call: Call, { shape, data }: Constant, type: Constant['type']): Constant {
  call.conversion.allocate(data.length);
  const values = data as ArrayLike<number>;
  if (type === 'float') return { kind: 'constant', type, shape, data: Float32Array.from(values) };
  const convert = type === 'bool' ? (x: number) => (x === 0 ? 0 : 1) : (x: number) => Math.trunc(x);
  const whole = Array.from(values, convert);
  if (whole.some((x) => !Number.isSafeInteger(x))) throw new OperatorRefusal('of a value that is no whole number');
  return { kind: 'constant', type, shape, data: whole };
}

const shapeOf = (value: Value): Value => integersConstant(asNumbers(value).shape);

/** Operators about shapes and types. Shapes are known while converting, if only as formulas of the extents of the input. */
export const SHAPE_OPERATORS: Operators = {
  Shape: (call) => shapeOf(numbers(call, 0)),
  ShapeN: (call) => call.inputs.map(shapeOf),
  Size: (call) => integersConstant([product(call, numbers(call, 0).shape)], []),
  Rank: (call) => integersConstant([numbers(call, 0).shape.length], []),
  Reshape: reshapeNode,
  Squeeze: squeeze,
  ExpandDims: expandDims,
  Transpose: transpose,
  Fill: fill,
  BroadcastTo: broadcastNode,
  ZerosLike: (call) => like(call, 0),
  OnesLike: (call) => like(call, 1),
  Range: range,
  Cast: cast,
};
