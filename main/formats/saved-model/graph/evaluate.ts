import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { LIMITS } from '../limits.ts';
import type { GraphNode, Nodes } from '../proto/graph-def.ts';
import { parseReference, type Reference } from '../proto/reference.ts';
import type { Conversion, Operators } from './conversion.ts';
import { nodesInOrder } from './nodes-in-order.ts';
import { UNSUPPORTED, type Value } from './value.ts';

/** Nodes that are evaluated together: the main graph or the body of a function. */
export interface Body {
  readonly nodes: Nodes;
  /** Values given from outside, by name. */
  readonly given: ReadonlyMap<string, Value>;
  /** References to what is wanted. */
  readonly results: readonly string[];
  /** Functions around it. */
  readonly depth: number;
  /** Path of calls, for names. */
  readonly path: string;
}

/**
 * Converts the nodes that the results depend on, each once and none else. Nodes that cannot be converted are noted in
 * `conversion.unsupported`, and make all that depends on them 'unsupported'. Throws SavedModelDamage, WireError.
 */
export function evaluate(conversion: Conversion, operators: Operators, body: Body): Value[] {
  if (body.depth > LIMITS.depth) throw new SavedModelDamage('its functions call each other too deeply');
  const values = new Map<string, readonly Value[]>();
  const lookUp = (text: string): Value => {
    const reference = parseReference(text);
    const given = body.given.get(reference.node);
    if (given !== undefined) return given;
    const outputs = values.get(reference.node) ?? [];
    const value = outputs[outputIndex(body.nodes.get(reference.node), reference)];
    if (value !== undefined) return value;
    if (outputs[0]?.kind === 'unsupported') return UNSUPPORTED;
    throw new SavedModelDamage(`the output ${text} of its graph does not exist`);
  };
  for (const node of nodesInOrder(body.nodes, body.given, body.results)) {
    conversion.step(node.inputs.length);
    conversion.onnx.scope = body.path + node.name;
    values.set(node.name, evaluateNode(conversion, operators, node, node.inputs.map(lookUp), body.depth));
  }
  return body.results.map(lookUp);
}

function evaluateNode(
  conversion: Conversion,
  operators: Operators,
  node: GraphNode,
  inputs: readonly Value[],
  depth: number,
): readonly Value[] {
  const operator = Object.hasOwn(operators, node.op) ? operators[node.op] : undefined;
  if (operator === undefined) {
    conversion.unsupported.add(node.op);
    return [UNSUPPORTED];
  }
  if (inputs.some(({ kind }) => kind === 'unsupported')) return [UNSUPPORTED];
  try {
    const result = operator({ conversion, node, inputs, depth });
    const values = Array.isArray(result) ? (result as readonly Value[]) : [result as Value];
    for (const value of values) checkShape(value);
    return values;
  } catch (error) {
    if (!(error instanceof OperatorRefusal)) throw error;
    conversion.unsupported.add(`${node.op} (${error.message})`);
    return [UNSUPPORTED];
  }
}

function checkShape(value: Value): void {
  if (value.kind !== 'tensor' && value.kind !== 'constant') return;
  if (value.shape.length > LIMITS.rank) throw new OperatorRefusal(`with more than ${LIMITS.rank} axes`);
  const known = value.shape.reduce<number>((product, extent) => (typeof extent === 'number' ? product * extent : product), 1);
  if (!(known <= LIMITS.tensorElements)) throw new OperatorRefusal('that makes a tensor too large for any computer');
}

/** Names of outputs after the first, for operators whose outputs are not one list. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  FusedBatchNorm: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2'],
  FusedBatchNormV2: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2'],
  FusedBatchNormV3: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2', 'reserve_space_3'],
};

function outputIndex(node: GraphNode | undefined, { output, index }: Reference): number {
  if (output === null || node === undefined) return index;
  const names = Object.hasOwn(OUTPUTS, node.op) ? OUTPUTS[node.op]! : [];
  return Math.max(names.indexOf(output), 0) + index;
}
