import type { Conversion } from './conversion.ts';
import type { Tensor } from './value.ts';

/**
 * Orders of axes. TensorFlow has channels last, ONNX wants them at position 1 for convolutions. A tensor stays in the order in which
 * it was made for as long as operators can work on either, so that transposes are only put where the order really changes.
 */

/** (n, …, c) → (n, c, …) as a permutation: axis i of the result is axis `order[i]`. */
export function movingOrder(rank: number): number[] {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
}

/** (n, c, …) → (n, …, c). */
export function returningOrder(rank: number): number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
}

/** Position in ONNX of an axis as TensorFlow counts it. */
export function onnxAxis({ shape, moved }: Tensor, axis: number): number {
  if (!moved || axis === 0) return axis;
  return axis === shape.length - 1 ? 1 : axis + 1;
}

/** Puts one entry per axis into the order of ONNX. */
export function onnxOrder<T>({ shape, moved }: Tensor, entries: readonly T[]): T[] {
  return moved ? movingOrder(shape.length).map((axis) => entries[axis]!) : entries.slice();
}

const turned = new WeakMap<Conversion, Map<string, string>>();

/** Transposes once per tensor, and back to the tensor it came from. */
function turn(conversion: Conversion, name: string, order: readonly number[]): string {
  let known = turned.get(conversion);
  if (known === undefined) {
    known = new Map();
    turned.set(conversion, known);
  }
  const found = known.get(name);
  if (found !== undefined) return found;
  const [result] = conversion.onnx.emit('Transpose', [name], { perm: order });
  known.set(name, result!);
  known.set(result!, name);
  return result!;
}

/** The tensor with its axes as TensorFlow has them. */
export function toPlain(conversion: Conversion, tensor: Tensor): Tensor {
  if (!tensor.moved) return tensor;
  return { ...tensor, name: turn(conversion, tensor.name, returningOrder(tensor.shape.length)), moved: false };
}

/** The tensor with its last axis at position 1; `tensor` has three axes or more. */
export function toMoved(conversion: Conversion, tensor: Tensor): Tensor {
  if (tensor.moved || tensor.shape.length < 3) return tensor;
  return { ...tensor, name: turn(conversion, tensor.name, movingOrder(tensor.shape.length)), moved: true };
}
