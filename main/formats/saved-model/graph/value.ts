import type { ElementType } from '../proto/data-type.ts';
import type { Dim } from './dim.ts';

export type NumberType = Extract<ElementType, 'float' | 'int' | 'bool'>;

/** A tensor known while converting. Integers may be formulas of extents that are known only when the network runs. */
export interface Constant {
  readonly kind: 'constant';
  readonly type: NumberType;
  readonly shape: readonly number[];
  /** Row-major; a Float32Array for floats; 0 and 1 for booleans. */
  readonly data: ArrayLike<number> | ArrayLike<Dim>;
}

/** A value of the ONNX graph. */
export interface Tensor {
  readonly kind: 'tensor';
  readonly name: string;
  readonly type: NumberType;
  /** As TensorFlow sees it, whatever the order of axes in ONNX. */
  readonly shape: readonly Dim[];
  /** True where ONNX has the last axis at position 1: TensorFlow says (n, y, x, c), ONNX holds (n, c, y, x). */
  readonly moved: boolean;
}

/** Handle of a weight. */
export interface Variable {
  readonly kind: 'variable';
  /** Node that makes it in the main graph. */
  readonly node: string;
  readonly sharedName: string;
}

/** A list of tensors, all known in number. */
export interface TensorList {
  readonly kind: 'list';
  readonly items: readonly (Value | null)[];
}

/** A tensor cut into its phases for a dilated convolution, which ONNX does in one step. */
export interface Phases {
  readonly kind: 'phases';
  readonly source: Tensor;
  readonly block: readonly number[];
  /** Before and after, per spatial axis. */
  readonly pads: readonly (readonly [number, number])[];
  /** The convolution of the phases, once it is met. */
  readonly apply: ((pads: readonly (readonly [number, number])[]) => Value) | null;
}

/** The result of an operator that cannot be converted. */
export interface Unsupported {
  readonly kind: 'unsupported';
}

export type Value = Constant | Tensor | Variable | TensorList | Phases | Unsupported;

export const UNSUPPORTED: Unsupported = { kind: 'unsupported' };
