import { SavedModelDamage } from '../damage.ts';
import type { GraphFunction } from '../proto/graph-def.ts';
import { parseReference } from '../proto/reference.ts';
import type { SavedModel } from '../proto/saved-model-proto.ts';
import { readTensorProto } from '../proto/tensor-proto.ts';

/**
 * Key of each variable node of the main graph, as the function that restores the weights assigns them: `RestoreV2` reads a list of
 * keys, and each of its outputs goes, through `Identity` at most, to the `AssignVariableOp` of one argument. Exact where names are
 * not, as in files where several variables share one. Empty where the file has no such function.
 */
export function restoredKeys({ graph, restoreNode }: Pick<SavedModel, 'graph' | 'restoreNode'>): Map<string, string> {
  const keys = new Map<string, string>();
  const call = restoreNode === null ? undefined : graph.nodes.get(restoreNode);
  const name = call?.attributes.get('f')?.func;
  const restore = name === undefined || name === null ? null : graph.functionNamed(name);
  if (call === undefined || restore === null) return keys;
  const handles = new Map(restore.inputs.map((argument, i) => [argument, call.inputs[i] ?? '']));
  const lists = new Map<string, readonly string[]>();
  const listOf = (reference: string): readonly string[] => {
    const known = lists.get(reference) ?? keyList(restore, reference);
    lists.set(reference, known);
    return known;
  };
  for (const node of restore.nodes.values()) {
    if (node.op !== 'AssignVariableOp') continue;
    const handle = handles.get(node.inputs[0] ?? '');
    const key = restoredKey(restore, node.inputs[1] ?? '', listOf);
    if (handle !== undefined && key !== null) keys.set(parseReference(handle).node, key);
  }
  return keys;
}

/** Longest chain of `Identity` between reading and assigning. */
const LONGEST = 8;

function restoredKey(restore: GraphFunction, reference: string, listOf: (reference: string) => readonly string[]): string | null {
  let from = parseReference(reference);
  for (let i = 0; i < LONGEST; i++) {
    const node = restore.nodes.get(from.node);
    if (node?.op === 'Identity') from = parseReference(node.inputs[0] ?? '');
    else if (node?.op === 'RestoreV2') return listOf(node.inputs[1] ?? '')[from.index] ?? null;
    else return null;
  }
  return null;
}

function keyList(restore: GraphFunction, reference: string): readonly string[] {
  const tensor = restore.nodes.get(parseReference(reference).node)?.attributes.get('value')?.tensor;
  if (tensor === undefined || tensor === null) return [];
  const refuse = (): never => {
    throw new SavedModelDamage('its list of weights is no list of texts');
  };
  return readTensorProto(tensor, refuse).texts;
}
