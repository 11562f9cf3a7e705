import { permute } from '../constants/strided-copy.ts';
import { OperatorRefusal } from '../damage.ts';
import { boolAttribute } from '../graph/attribute-of.ts';
import type { Call, Conversion, Operators } from '../graph/conversion.ts';
import { allKnown, type Dim } from '../graph/dim.ts';
import { onnxAxis, toPlain } from '../graph/layout.ts';
import { axisOf, integers, numbers } from '../graph/operands.ts';
import type { Constant, Tensor, Value } from '../graph/value.ts';
import { elementCount } from '../proto/tensor-shape.ts';

export type Reduction = 'mean' | 'sum' | 'most' | 'least' | 'product' | 'all' | 'any';

const NODES: Readonly<Record<Reduction, string | null>> = {
  mean: 'ReduceMean',
  sum: 'ReduceSum',
  most: 'ReduceMax',
  least: 'ReduceMin',
  product: 'ReduceProd',
  all: null,
  any: null,
};

/** Reduces along axes, which are left out of the result or kept with the extent 1. Axes are those of TensorFlow, each once. */
export function reduce(
  conversion: Conversion,
  kind: Reduction,
  value: Constant | Tensor,
  axes: readonly number[],
  keep: boolean,
): Constant | Tensor {
  const kept = value.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const shape = keep ? kept : kept.filter((_, axis) => !axes.includes(axis));
  if (value.kind === 'constant') return fold(conversion, kind, value, axes, shape as number[]);
  if (axes.length === 0) return value;
  const op = NODES[kind];
  if (op === null) throw new OperatorRefusal('on values that are known only when the network runs');
  // Axes that stay keep their order in either layout only where all are kept or the channels go too, or where nothing but channels stays.
  const spatialStay = value.shape.some((_, axis) => axis > 0 && axis < value.shape.length - 1 && !axes.includes(axis));
  const source = !keep && spatialStay && !axes.includes(value.shape.length - 1) ? toPlain(conversion, value) : value;
  const attributes = { axes: axes.map((axis) => onnxAxis(source, axis)).sort((a, b) => a - b), keepdims: keep ? 1 : 0 };
  const [name] = conversion.onnx.emit(op, [source.name], attributes);
  return { kind: 'tensor', name: name!, type: source.type, shape, moved: keep && source.moved };
}

function fold(
  conversion: Conversion,
  kind: Reduction,
  value: Constant,
  axes: readonly number[],
  shape: readonly number[],
): Constant {
  const stay = value.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const { data } = permute(conversion, value, [...stay, ...axes]);
  const inner = elementCount(axes.map((axis) => value.shape[axis]!));
  const count = elementCount(shape);
  const out: Float32Array | Dim[] = value.type === 'float' ? new Float32Array(count) : new Array<Dim>(count);
  for (let i = 0; i < count; i++) {
    const group = Array.prototype.slice.call(data, i * inner, (i + 1) * inner) as Dim[];
    out[i] = reduceGroup(conversion, kind, group, value.type === 'float') as number;
  }
  return { kind: 'constant', type: value.type, shape, data: out };
}

function reduceGroup({ dims }: Conversion, kind: Reduction, group: readonly Dim[], float: boolean): Dim {
  if (!allKnown(group)) {
    if (kind === 'sum') return group.reduce((sum, one) => dims.add(sum, one), 0);
    if (kind === 'product') return group.reduce((product, one) => dims.multiply(product, one), 1);
    if (kind === 'most' && group.length > 0) return group.reduce((most, one) => dims.most(most, one));
    if (kind === 'least' && group.length > 0) return group.reduce((least, one) => dims.least(least, one));
    throw new OperatorRefusal('on extents that are known only when the network runs');
  }
  const sum = (): number => group.reduce((total, one) => total + one, 0);
  switch (kind) {
    case 'sum':
      return whole(sum(), float);
    case 'mean':
      return float ? sum() / group.length : Math.floor(whole(sum() / Math.max(group.length, 1), true));
    case 'product':
      return whole(
        group.reduce((total, one) => total * one, 1),
        float,
      );
    case 'most':
    case 'all':
    case 'least':
    case 'any':
      return extreme(kind, group, float);
  }
}

function extreme(kind: 'most' | 'least' | 'all' | 'any', group: readonly number[], float: boolean): number {
  if (kind === 'all') return group.every((one) => one !== 0) ? 1 : 0;
  if (kind === 'any') return group.some((one) => one !== 0) ? 1 : 0;
  if (group.length === 0 && !float) throw new OperatorRefusal('on nothing');
  return kind === 'most'
    ? group.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    : group.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function whole(value: number, float: boolean): number {
  if (!float && !Number.isSafeInteger(value)) throw new OperatorRefusal('whose result is too large');
  return value;
}

const reduction =
  (kind: Reduction) =>
  (call: Call): Value => {
    const value = numbers(call, 0);
    const axes = integers(call, 1).map((axis) => axisOf(call, axis, value.shape.length));
    return reduce(call.conversion, kind, value, [...new Set(axes)], boolAttribute(call, 'keep_dims', false));
  };

export const REDUCTION_OPERATORS: Operators = {
  Mean: reduction('mean'),
  Sum: reduction('sum'),
  Max: reduction('most'),
  Min: reduction('least'),
  Prod: reduction('product'),
  All: reduction('all'),
  Any: reduction('any'),
};
