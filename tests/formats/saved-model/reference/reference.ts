import type { NodeSpec } from '../writer/graph-spec.ts';
import type { NdArray } from './array.ts';

/** A list of tensors, or one of them. */
export type ReferenceValue = NdArray | readonly (NdArray | null)[];

/** A node to be evaluated by the definition of its operator. */
export interface Reference {
  readonly op: string;
  readonly inputs: readonly ReferenceValue[];
  text(name: string, otherwise: string): string;
  int(name: string, otherwise: number): number;
  float(name: string, otherwise: number): number;
  bool(name: string, otherwise: boolean): boolean;
  /** Number of an element type; 0 where the attribute is left out. */
  type(name: string): number;
  /** Empty where the attribute is left out. */
  ints(name: string): readonly number[];
}

export function referenceOf({ op, attributes }: NodeSpec, inputs: readonly ReferenceValue[]): Reference {
  return {
    op,
    inputs,
    text(name, otherwise) {
      const found = attributes[name];
      return found !== undefined && 'text' in found ? found.text : otherwise;
    },
    int(name, otherwise) {
      const found = attributes[name];
      return found !== undefined && 'int' in found ? found.int : otherwise;
    },
    float(name, otherwise) {
      const found = attributes[name];
      return found !== undefined && 'float' in found ? found.float : otherwise;
    },
    bool(name, otherwise) {
      const found = attributes[name];
      return found !== undefined && 'bool' in found ? found.bool : otherwise;
    },
    type(name) {
      const found = attributes[name];
      return found !== undefined && 'type' in found ? found.type : 0;
    },
    ints(name) {
      const found = attributes[name];
      return found !== undefined && 'ints' in found ? found.ints : [];
    },
  };
}
