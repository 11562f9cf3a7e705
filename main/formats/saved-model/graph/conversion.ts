import type { GraphFunction, GraphNode } from '../proto/graph-def.ts';
import type { DimArithmetic } from './dim.ts';
import type { OnnxBuilder } from './onnx-builder.ts';
import type { Constant, Value, Variable } from './value.ts';

/** One conversion: what all operators share. */
export interface Conversion {
  readonly onnx: OnnxBuilder;
  readonly dims: DimArithmetic;
  /** To be asked before memory for that many elements of a constant is taken. Throws OperatorRefusal where there are too many. */
  allocate(elements: number): void;
  /** Counts a node with so many inputs. Throws SavedModelDamage where there are too many. */
  step(inputs: number): void;
  /** Throws SavedModelDamage where there is none of that name. */
  functionNamed(name: string): GraphFunction;
  /** The weight behind a handle. */
  readVariable(variable: Variable): Constant;
  /** Operators that could not be converted, with why where they are known ones. */
  readonly unsupported: Set<string>;
}

/** A node being converted. */
export interface Call {
  readonly conversion: Conversion;
  readonly node: GraphNode;
  readonly inputs: readonly Value[];
  /** Functions around it. */
  readonly depth: number;
}

/** Converts a node: gives its outputs. Throws OperatorRefusal, SavedModelDamage, WireError. */
export type Operator = (call: Call) => Value | readonly Value[];

export type Operators = Readonly<Record<string, Operator>>;

/** Thrown where a network can only be converted for one image at a time. */
export class BatchMustBeOne extends Error {
  constructor() {
    super('The network goes through its batch in a loop.');
    this.name = 'BatchMustBeOne';
  }
}
