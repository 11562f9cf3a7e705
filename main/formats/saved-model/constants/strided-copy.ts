import type { Conversion } from '../graph/conversion.ts';
import type { Dim } from '../graph/dim.ts';
import type { Constant } from '../graph/value.ts';
import { elementCount } from '../proto/tensor-shape.ts';

/** Steps between neighbours along each axis of a row-major array. */
export function rowMajor(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    steps[axis] = step;
    step *= shape[axis]!;
  }
  return steps;
}

/**
 * A constant of `shape` whose element (i0, i1, …) is element `start` + i0·steps[0] + i1·steps[1] + … of another: permutations, slices
 * (also backwards), broadcasts and repetitions are all of this form.
 */
export function stridedCopy(
  { allocate }: Pick<Conversion, 'allocate'>,
  { type, data }: Pick<Constant, 'type' | 'data'>,
  shape: readonly number[],
  steps: readonly number[],
  start = 0,
): Constant {
  const count = elementCount(shape);
  allocate(count);
  const source = data as ArrayLike<number>;
  const out: Float32Array | Dim[] = type === 'float' ? new Float32Array(count) : new Array<Dim>(count);
  const at = shape.map(() => 0);
  let from = start;
  for (let i = 0; i < count; i++) {
    out[i] = source[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++at[axis]! < shape[axis]!) break;
      from -= steps[axis]! * shape[axis]!;
      at[axis] = 0;
    }
  }
  return { kind: 'constant', type, shape, data: out };
}

/** Axis i of the result is axis `order[i]` of the constant. */
export function permute(conversion: Pick<Conversion, 'allocate'>, constant: Constant, order: readonly number[]): Constant {
  const steps = rowMajor(constant.shape);
  return stridedCopy(
    conversion,
    constant,
    order.map((axis) => constant.shape[axis]!),
    order.map((axis) => steps[axis]!),
  );
}

/** Repeats axes of extent 1 (and missing leading ones) to fill `shape`. */
export function broadcastTo(conversion: Pick<Conversion, 'allocate'>, constant: Constant, shape: readonly number[]): Constant {
  const missing = shape.length - constant.shape.length;
  const own = rowMajor(constant.shape);
  const steps = shape.map((_, axis) => (axis < missing || constant.shape[axis - missing] === 1 ? 0 : own[axis - missing]!));
  return stridedCopy(conversion, constant, shape, steps);
}

/** The same elements in another shape with as many. */
export function reshaped(constant: Constant, shape: readonly number[]): Constant {
  return { ...constant, shape };
}
