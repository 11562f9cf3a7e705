import { SavedModelDamage } from '../damage.ts';
import type { GraphNode, Nodes } from '../proto/graph-def.ts';
import { parseReference } from '../proto/reference.ts';

/**
 * The nodes that `results` depend on, each behind those that it depends on itself; names in `given` count as known. Throws
 * SavedModelDamage for nodes that are missing or depend on themselves.
 */
export function nodesInOrder(nodes: Nodes, given: ReadonlyMap<string, unknown>, results: readonly string[]): GraphNode[] {
  const order: GraphNode[] = [];
  const seen = new Map<string, 'open' | 'done'>();
  // A stack instead of recursion: chains of nodes may be longer than the call stack is deep.
  const stack: { node: GraphNode; next: number }[] = [];
  const open = (reference: string): void => {
    const name = parseReference(reference).node;
    if (given.has(name) || seen.get(name) === 'done') return;
    const node = nodes.get(name);
    if (node === undefined) throw new SavedModelDamage(`the node ${name} of its graph is missing`);
    if (seen.get(name) === 'open') throw new SavedModelDamage(`the node ${name} of its graph depends on itself`);
    seen.set(name, 'open');
    stack.push({ node, next: 0 });
  };
  for (const result of results) {
    open(result);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.node.inputs[top.next++];
      if (input !== undefined) {
        open(input);
        continue;
      }
      stack.pop();
      seen.set(top.node.name, 'done');
      order.push(top.node);
    }
  }
  return order;
}
