/** An attribute of a node, as a test says it. */
export type AttributeSpec =
  | { readonly type: number }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly func: string }
  | { readonly tensor: TensorSpec };

/** A constant; types by their number in the format (1 float, 3 int32, 10 bool). */
export interface TensorSpec {
  readonly type: number;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  /** Elements of a constant of texts. */
  readonly texts?: readonly string[];
}

export interface NodeSpec {
  readonly name: string;
  readonly op: string;
  /** In functions `argument` or `node:output:index`. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
}

export interface FunctionSpec {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly { readonly name: string; readonly from: string }[];
  readonly nodes: readonly NodeSpec[];
}

/** A weight: a variable of the network. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** A network with one input; `body` takes it first, then one handle per weight, in order. */
export interface NetworkSpec {
  readonly input: {
    readonly name: string;
    readonly shape: readonly (number | null)[] /** Number of the element type, float where left out. */;
    readonly type?: number;
  };
  readonly output: string;
  readonly body: FunctionSpec;
  readonly functions: readonly FunctionSpec[];
  readonly weights: readonly WeightSpec[];
  /** True where weights have no names of their own, so that only the function that restores them tells them apart. */
  readonly nameless?: boolean;
}
