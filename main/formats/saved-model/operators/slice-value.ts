import { rowMajor, stridedCopy } from '../constants/strided-copy.ts';
import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import type { Call } from '../graph/conversion.ts';
import { allKnown, type Dim, sameDim } from '../graph/dim.ts';
import { onnxAxis } from '../graph/layout.ts';
import type { Constant, Tensor } from '../graph/value.ts';

/** Entries `from`, `from` + `step`, … before `to`; backwards where `step` is negative, `to` then being -1 for "up to the first". */
export interface AxisRange {
  readonly from: Dim;
  readonly to: Dim;
  readonly step: number;
}

/** For ONNX: before and behind every extent. */
const BEFORE_FIRST = -(2 ** 31);
const BEHIND_LAST = 2 ** 31 - 1;

/** Takes a range along each axis. Ranges lie within the extents where these are known. */
export function sliceValue(call: Call, value: Constant | Tensor, ranges: readonly AxisRange[]): Constant | Tensor {
  const { dims, onnx } = call.conversion;
  const shape = ranges.map(({ from, to, step }) =>
    step > 0 ? dims.divideUp(dims.subtract(to, from), step) : dims.divideUp(dims.subtract(from, to), -step),
  );
  if (shape.some((extent) => typeof extent === 'number' && extent < 0)) {
    throw new SavedModelDamage(`the node ${call.node.name} takes less than nothing`);
  }
  if (value.kind === 'constant') return sliceConstant(call, value, ranges, shape);
  const cut = ranges.flatMap(({ from, step }, axis) =>
    from === 0 && step === 1 && sameDim(shape[axis]!, value.shape[axis]!) ? [] : [axis],
  );
  if (cut.length === 0) return value;
  // Ends that are those of the tensor can be said without knowing where they are.
  const lastOf = (axis: number): Dim => dims.subtract(value.shape[axis]!, 1);
  const starts = onnx.integers(
    cut.map((axis) => (ranges[axis]!.step < 0 && sameDim(ranges[axis]!.from, lastOf(axis)) ? -1 : ranges[axis]!.from)),
  );
  const ends = onnx.integers(cut.map((axis) => endOf(ranges[axis]!, value.shape[axis]!)));
  const axes = onnx.integers(cut.map((axis) => onnxAxis(value, axis)));
  const steps = onnx.integers(cut.map((axis) => ranges[axis]!.step));
  return { ...value, name: onnx.emit('Slice', [value.name, starts, ends, axes, steps])[0]!, shape };
}

function sliceConstant(call: Call, value: Constant, ranges: readonly AxisRange[], shape: readonly Dim[]): Constant {
  const starts = ranges.map(({ from }) => from);
  if (!allKnown(shape) || !allKnown(starts)) throw new OperatorRefusal('of a constant by a size that is not known');
  const outside = starts.some((start, axis) => {
    const last = start + (shape[axis]! - 1) * ranges[axis]!.step;
    return shape[axis]! > 0 && (start < 0 || start >= value.shape[axis]! || last < 0 || last >= value.shape[axis]!);
  });
  if (outside) throw new SavedModelDamage(`the node ${call.node.name} takes values that do not exist`);
  const own = rowMajor(value.shape);
  const start = starts.reduce((sum, from, axis) => sum + from * own[axis]!, 0);
  return stridedCopy(
    call.conversion,
    value,
    shape,
    own.map((step, axis) => step * ranges[axis]!.step),
    start,
  );
}

function endOf({ to, step }: AxisRange, extent: Dim): Dim {
  if (to === -1) return BEFORE_FIRST;
  return step > 0 && sameDim(to, extent) ? BEHIND_LAST : to;
}
