import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { integerAttribute } from '../graph/attribute-of.ts';
import type { Call, Operators } from '../graph/conversion.ts';
import type { Dim } from '../graph/dim.ts';
import { toPlain } from '../graph/layout.ts';
import { asNumbers, axisOf, constant, extents, integer, integers, numbers } from '../graph/operands.ts';
import type { Constant, Tensor, Value } from '../graph/value.ts';
import { LIMITS } from '../limits.ts';
import { join } from './joining.ts';
import { addAxis, dropAxes } from './shape.ts';
import { type AxisRange, sliceValue } from './slice-value.ts';

/** One entry of the square brackets of a slice in Python. */
type Entry =
  | { readonly kind: 'range'; readonly i: number }
  | { readonly kind: 'new' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'one'; readonly i: number };

function entriesOf(call: Call, count: number): Entry[] {
  const [fresh, ellipsis, shrink] = ['new_axis_mask', 'ellipsis_mask', 'shrink_axis_mask'].map((name) =>
    integerAttribute(call, name, 0),
  ) as [number, number, number];
  const has = (mask: number, i: number): boolean => (mask & (1 << i)) !== 0;
  return Array.from({ length: count }, (_, i): Entry => {
    if (has(ellipsis, i)) return { kind: 'rest' };
    if (has(fresh, i)) return { kind: 'new' };
    return has(shrink, i) ? { kind: 'one', i } : { kind: 'range', i };
  });
}

/** Slices as Python writes them: begin, end and step per axis, with masks for those that are left out. */
function stridedSlice(call: Call): Value {
  const value = numbers(call, 0);
  const [begin, end] = [extents(call, 1), extents(call, 2)];
  const steps = integers(call, 3);
  if (begin.length !== end.length || begin.length !== steps.length || begin.length > 2 * LIMITS.rank) {
    throw new SavedModelDamage(`the slice ${call.node.name} contradicts itself`);
  }
  const rank = value.shape.length;
  const entries = entriesOf(call, begin.length);
  const used = entries.filter(({ kind }) => kind === 'range' || kind === 'one').length;
  if (used > rank) throw new SavedModelDamage(`the slice ${call.node.name} has more axes than its tensor`);
  const ranges: AxisRange[] = [];
  const gone: number[] = [];
  const fresh: number[] = [];
  let made = 0;
  const whole = (): void => {
    ranges.push({ from: 0, to: value.shape[ranges.length]!, step: 1 });
    made++;
  };
  for (const entry of entries) {
    if (entry.kind === 'new') fresh.push(made++);
    else if (entry.kind === 'rest') for (let left = rank - used; left > 0; left--) whole();
    else if (entry.kind === 'one') {
      gone.push(ranges.length);
      ranges.push(single(call, begin[entry.i]!, value.shape[ranges.length]!));
    } else {
      ranges.push(rangeOf(call, entry.i, begin[entry.i]!, end[entry.i]!, steps[entry.i]!, value.shape[ranges.length]!));
      made++;
    }
    if (ranges.length > rank) throw new SavedModelDamage(`the slice ${call.node.name} has more axes than its tensor`);
  }
  while (ranges.length < rank) whole();
  let result: Value = dropAxes(call, sliceValue(call, value, ranges), gone);
  for (const axis of fresh) result = addAxis(call, asNumbers(result), axis);
  return result;
}

/** A single entry, counted from the end where negative. */
function single(call: Call, at: Dim, extent: Dim): AxisRange {
  const { dims } = call.conversion;
  const from = typeof at === 'number' && at < 0 ? dims.add(extent, at) : at;
  if (typeof from === 'number' && (from < 0 || (typeof extent === 'number' && from >= extent))) {
    throw new SavedModelDamage(`the slice ${call.node.name} takes an entry that does not exist`);
  }
  return { from, to: dims.add(from, 1), step: 1 };
}

function rangeOf(call: Call, i: number, begin: Dim, end: Dim, step: number, extent: Dim): AxisRange {
  if (step === 0 || Math.abs(step) > 2 ** 30) throw new SavedModelDamage(`the slice ${call.node.name} has a step of ${step}`);
  const { dims } = call.conversion;
  const masked = (name: string): boolean => (integerAttribute(call, name, 0) & (1 << i)) !== 0;
  const fromEnd = (at: Dim): Dim => (typeof at === 'number' && at < 0 ? dims.add(extent, at) : at);
  // Python clips to the extent; where that is not known, the slice is taken to lie inside.
  const clip = (at: Dim, least: number, most: number): Dim =>
    typeof at === 'number' && typeof extent === 'number' ? Math.min(Math.max(at, least), extent + most) : at;
  if (step > 0) {
    const from = masked('begin_mask') ? 0 : clip(fromEnd(begin), 0, 0);
    const to = masked('end_mask') ? extent : clip(fromEnd(end), 0, 0);
    return { from, to: typeof from === 'number' && typeof to === 'number' ? Math.max(from, to) : to, step };
  }
  const from = masked('begin_mask') ? dims.subtract(extent, 1) : clip(fromEnd(begin), -1, -1);
  const to = masked('end_mask') ? -1 : clip(fromEnd(end), -1, -1);
  return { from, to: typeof from === 'number' && typeof to === 'number' ? Math.min(from, to) : to, step };
}

/** A box: where it begins, and its size, -1 for all that is left. */
function slice(call: Call): Value {
  const value = numbers(call, 0);
  const [begin, size] = [extents(call, 1), extents(call, 2)];
  const { dims } = call.conversion;
  if (begin.length !== value.shape.length || size.length !== begin.length) {
    throw new SavedModelDamage(`the slice ${call.node.name} contradicts itself`);
  }
  const ranges = begin.map((from, axis): AxisRange => {
    const to = size[axis] === -1 ? value.shape[axis]! : dims.add(from, size[axis]!);
    const extent = value.shape[axis]!;
    const outside =
      typeof from === 'number' && (from < 0 || (typeof to === 'number' && typeof extent === 'number' && to > extent));
    if (outside) throw new SavedModelDamage(`the slice ${call.node.name} takes values that do not exist`);
    return { from, to, step: 1 };
  });
  return sliceValue(call, value, ranges);
}

function reverse(call: Call): Value {
  const value = numbers(call, 0);
  const axes = integers(call, 1).map((axis) => axisOf(call, axis, value.shape.length));
  const { dims } = call.conversion;
  return sliceValue(
    call,
    value,
    value.shape.map((extent, axis) =>
      axes.includes(axis) ? { from: dims.subtract(extent, 1), to: -1, step: -1 } : { from: 0, to: extent, step: 1 },
    ),
  );
}

/** Picks entries along an axis by their numbers, which are constants. */
function gather(call: Call): Value {
  const value = numbers(call, 0);
  const axis = call.inputs.length > 2 ? axisOf(call, integer(call, 2), value.shape.length) : 0;
  const picked = constant(call, 1);
  if (picked.shape.length > 1) throw new OperatorRefusal('with a table of indices');
  const indices = integers(call, 1);
  const extent = value.shape[axis];
  if (extent === undefined || indices.length === 0) throw new SavedModelDamage(`the node ${call.node.name} picks from nothing`);
  if (indices.some((index) => index < 0 || (typeof extent === 'number' && index >= extent))) {
    throw new SavedModelDamage(`the node ${call.node.name} picks an entry that does not exist`);
  }
  if (indices.length > LIMITS.parts) throw new OperatorRefusal(`with more than ${LIMITS.parts} indices`);
  const pick = (index: number): Constant | Tensor =>
    sliceValue(
      call,
      value,
      value.shape.map((all, i) => (i === axis ? { from: index, to: index + 1, step: 1 } : { from: 0, to: all, step: 1 })),
    );
  if (picked.shape.length === 0) return dropAxes(call, pick(indices[0]!), [axis]);
  if (value.kind === 'constant') return join(call, indices.map(pick), axis);
  const { onnx } = call.conversion;
  const source = toPlain(call.conversion, value);
  const shape = source.shape.slice();
  shape[axis] = indices.length;
  return { ...source, name: onnx.emit('Gather', [source.name, onnx.integers(indices)], { axis })[0]!, shape };
}

/** Operators that take parts of a tensor. */
export const SLICING_OPERATORS: Operators = {
  StridedSlice: stridedSlice,
  Slice: slice,
  ReverseV2: reverse,
  Gather: gather,
  GatherV2: gather,
};
