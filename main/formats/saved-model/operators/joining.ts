import { concatenate } from '../constants/concatenate.ts';
import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { integerAttribute } from '../graph/attribute-of.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import { type Dim, sameDim } from '../graph/dim.ts';
import { onnxAxis, toMoved, toPlain } from '../graph/layout.ts';
import { asNumbers, asTensor, axisOf, integer, integers, numbers } from '../graph/operands.ts';
import type { Constant, Tensor, Value } from '../graph/value.ts';
import { LIMITS } from '../limits.ts';
import { addAxis, dropAxes } from './shape.ts';
import { type AxisRange, sliceValue } from './slice-value.ts';

/** Joins values along an axis; those of other axes must agree. */
export function join(call: Call, parts: readonly (Constant | Tensor)[], axis: number): Value {
  const [first] = parts;
  if (first === undefined) throw new SavedModelDamage(`the node ${call.node.name} joins nothing`);
  for (const part of parts) checkFits(call, first, part, axis);
  if (parts.every((part) => part.kind === 'constant'))
    return parts.length === 1 ? first : concatenate(call.conversion, parts, axis);
  if (parts.length === 1) return first;
  const { conversion } = call;
  const moved = parts.some((part) => part.kind === 'tensor' && part.moved);
  const tensors = parts.map((part) => (moved ? toMoved : toPlain)(conversion, asTensor(conversion, part)));
  const [one] = tensors as [Tensor];
  const [name] = conversion.onnx.emit(
    'Concat',
    tensors.map((tensor) => tensor.name),
    { axis: onnxAxis(one, axis) },
  );
  const shape = first.shape.slice();
  shape[axis] = parts.reduce<Dim>((sum, part) => conversion.dims.add(sum, part.shape[axis]!), 0);
  return { ...one, name: name!, shape };
}

function checkFits({ node }: Call, first: Constant | Tensor, part: Constant | Tensor, axis: number): void {
  if (part.type !== first.type || part.shape.length !== first.shape.length) {
    throw new SavedModelDamage(`the node ${node.name} joins tensors of different kinds`);
  }
  for (const [i, extent] of part.shape.entries()) {
    const other = first.shape[i]!;
    if (i === axis || sameDim(extent, other) || typeof extent !== 'number' || typeof other !== 'number') continue;
    throw new SavedModelDamage(`the node ${node.name} joins tensors with ${other} and ${extent} values along another axis`);
  }
}

function concat(call: Call): Value {
  const last = call.inputs.length - 1;
  const parts = call.inputs.slice(0, last).map(asNumbers);
  const rank = parts[0]?.shape.length ?? 0;
  return join(call, parts, axisOf(call, integer(call, last), rank));
}

/** Stacks values along a new axis. */
export function stack(call: Call, parts: readonly (Constant | Tensor)[], axis: number): Value {
  return join(
    call,
    parts.map((part) => asNumbers(addAxis(call, part, axis))),
    axis,
  );
}

function pack(call: Call): Value {
  const parts = call.inputs.map(asNumbers);
  const rank = parts[0]?.shape.length ?? 0;
  return stack(call, parts, axisOf(call, integerAttribute(call, 'axis', 0), rank + 1));
}

/** Single entries along an axis, without it. */
export function entries(call: Call, value: Constant | Tensor, axis: number): Value[] {
  const count = value.shape[axis]!;
  if (typeof count !== 'number') throw new OperatorRefusal('along an axis whose extent is not known');
  if (count > LIMITS.parts) throw new OperatorRefusal(`into more than ${LIMITS.parts} parts`);
  return Array.from({ length: count }, (_, i) => {
    const one = sliceValue(call, value, along(value, axis, { from: i, to: i + 1, step: 1 }));
    return dropAxes(call, one, [axis]);
  });
}

function along({ shape }: Constant | Tensor, axis: number, range: AxisRange): AxisRange[] {
  return shape.map((extent, i) => (i === axis ? range : { from: 0, to: extent, step: 1 }));
}

/** Parts of the given lengths along an axis; -1 stands for the rest. */
function splitInto(call: Call, value: Constant | Tensor, axis: number, lengths: readonly Dim[]): Value[] {
  const { dims } = call.conversion;
  let from: Dim = 0;
  return lengths.map((length) => {
    const start = from;
    from = dims.add(from, length);
    return sliceValue(call, value, along(value, axis, { from: start, to: from, step: 1 }));
  });
}

function split(call: Call): Value[] {
  const value = numbers(call, 1);
  const axis = axisOf(call, integer(call, 0), value.shape.length);
  const count = integerAttribute(call, 'num_split', 1);
  const extent = value.shape[axis]!;
  if (count < 1 || count > LIMITS.parts || (typeof extent === 'number' && extent % count !== 0)) {
    throw new SavedModelDamage(`the node ${call.node.name} cannot make ${count} equal parts`);
  }
  if (count === 1) return [value];
  return splitInto(call, value, axis, new Array<Dim>(count).fill(call.conversion.dims.divide(extent, count)));
}

function splitByLengths(call: Call): Value[] {
  const value = numbers(call, 0);
  const axis = axisOf(call, integer(call, 2), value.shape.length);
  const lengths: Dim[] = integers(call, 1);
  if (lengths.length > LIMITS.parts) throw new OperatorRefusal(`into more than ${LIMITS.parts} parts`);
  const rest = lengths.indexOf(-1);
  const { dims } = call.conversion;
  if (rest >= 0) {
    const others = lengths.reduce<Dim>((sum, length, i) => (i === rest ? sum : dims.add(sum, length)), 0);
    lengths[rest] = dims.subtract(value.shape[axis]!, others);
  }
  return splitInto(call, value, axis, lengths);
}

function unpack(call: Call): Value[] {
  const value = numbers(call, 0);
  return entries(call, value, axisOf(call, integerAttribute(call, 'axis', 0), value.shape.length));
}

/** Operators that put tensors together and take them apart. */
export const JOINING_OPERATORS: Operators = {
  ConcatV2: concat,
  Pack: pack,
  Unpack: unpack,
  Split: split,
  SplitV: splitByLengths,
};
