import { checkpointKeys } from './bundle/object-graph.ts';
import type { Bundle } from './bundle/read-bundle.ts';
import { restoredKeys } from './bundle/restored-keys.ts';
import { SavedModelDamage } from './damage.ts';
import type { Constant, Variable } from './graph/value.ts';
import type { SavedModel } from './proto/saved-model-proto.ts';

/**
 * Reads weights by their handles. A handle's shared name is the full name of a variable in the checkpoint; where several have it, or
 * none, the function that restores the weights says which is meant. Throws SavedModelDamage where a weight cannot be found.
 */
export function createVariableReader(model: SavedModel, bundle: Bundle): (variable: Variable) => Constant {
  const read = new Map<string, Constant>();
  let byName: Map<string, Set<string>> | null = null;
  let byNode: Map<string, string> | null = null;

  function keyOf({ node, sharedName }: Variable): string {
    byName ??= checkpointKeys(bundle);
    const keys = [...(byName.get(sharedName) ?? [])];
    if (keys.length === 1) return keys[0]!;
    byNode ??= restoredKeys(model);
    const exact = byNode.get(node);
    if (exact !== undefined) return exact;
    // Checkpoints without an object graph have the names themselves as keys.
    if (bundle.has(sharedName)) return sharedName;
    const why = keys.length === 0 ? 'is not among its weights' : 'is the name of several of its weights';
    throw new SavedModelDamage(`${sharedName === '' ? node : sharedName} ${why}`);
  }

  return (variable) => {
    const key = keyOf(variable);
    const known = read.get(key);
    if (known !== undefined) return known;
    const { type, shape, data } = bundle.tensor(key);
    if (type !== 'float' && type !== 'int' && type !== 'bool')
      throw new SavedModelDamage(`its weight ${key} is no tensor of numbers`);
    const constant: Constant = { kind: 'constant', type, shape, data };
    read.set(key, constant);
    return constant;
  };
}
