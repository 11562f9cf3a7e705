import { seededNumbers } from '../../seeded-numbers.ts';
import type { AttributeSpec, FunctionSpec, NetworkSpec, NodeSpec, WeightSpec } from './graph-spec.ts';

type Attributes = Readonly<Record<string, AttributeSpec>>;

/** Builds a network node by node, as the graph of its body. References are what `node` and the others give back. */
export interface NetworkBuilder {
  readonly input: string;
  /** Adds a node with one output, or gives the reference of another output. */
  node(
    op: string,
    inputs: readonly string[],
    attributes?: Attributes,
    options?: { name?: string; output?: string; index?: number },
  ): string;
  /** A float constant. */
  floats(values: ArrayLike<number>, shape?: readonly number[]): string;
  /** A 32-bit integer constant; a scalar where a single number is given. */
  integers(values: number | readonly number[]): string;
  /** A weight with seeded values from `least` to `most`, through a handle and a read. */
  weight(shape: readonly number[], least?: number, most?: number): string;
  /** Adds a function that nodes may call. */
  functions: FunctionSpec[];
  finish(result: string): NetworkSpec;
}

export function createNetwork(shape: readonly (number | null)[], seed = 1): NetworkBuilder {
  const random = seededNumbers(seed);
  const nodes: NodeSpec[] = [];
  const weights: WeightSpec[] = [];
  const taken = new Set<string>();
  const unique = (hint: string): string => {
    let name = hint;
    for (let i = 1; taken.has(name); i++) name = `${hint}_${i}`;
    taken.add(name);
    return name;
  };
  const builder: NetworkBuilder = {
    input: 'image',
    functions: [],
    node(op, inputs, attributes = {}, { name = op, output = 'output', index = 0 } = {}) {
      const own = unique(name);
      nodes.push({ name: own, op, inputs, attributes });
      return `${own}:${output}:${index}`;
    },
    floats: (values, of = [values.length]) =>
      builder.node('Const', [], { dtype: { type: 1 }, value: { tensor: { type: 1, shape: of, values } } }),
    integers(values) {
      const list = typeof values === 'number' ? [values] : values;
      const tensor = { type: 3, shape: typeof values === 'number' ? [] : [list.length], values: list };
      return builder.node('Const', [], { dtype: { type: 3 }, value: { tensor } });
    },
    weight(of, least = -1, most = 1) {
      const count = of.reduce((product, extent) => product * extent, 1);
      const name = `weight_${weights.length}`;
      weights.push({ name, shape: of, values: Float32Array.from({ length: count }, () => least + (most - least) * random()) });
      return builder.node('ReadVariableOp', [`handle_${weights.length - 1}`], { dtype: { type: 1 } }, { output: 'value' });
    },
    finish(result) {
      const body: FunctionSpec = {
        name: 'body',
        inputs: ['image', ...weights.map((_, i) => `handle_${i}`)],
        outputs: [{ name: 'identity', from: result }],
        nodes,
      };
      return { input: { name: 'image', shape }, output: 'answer', body, functions: builder.functions, weights };
    },
  };
  return builder;
}
