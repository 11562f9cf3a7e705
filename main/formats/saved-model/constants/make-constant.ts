import type { Dim } from '../graph/dim.ts';
import type { Constant } from '../graph/value.ts';

/** A list of integers; a scalar where `shape` is []. */
export function integersConstant(values: readonly Dim[], shape: readonly number[] = [values.length]): Constant {
  return { kind: 'constant', type: 'int', shape, data: values };
}

export function floatConstant(value: number): Constant {
  return { kind: 'constant', type: 'float', shape: [], data: Float32Array.of(value) };
}

export function floatsConstant(values: ArrayLike<number>, shape: readonly number[]): Constant {
  return { kind: 'constant', type: 'float', shape, data: Float32Array.from(values) };
}
