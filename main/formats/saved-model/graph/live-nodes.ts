import type { WrittenNode } from '../../onnx/write-onnx.ts';

/** The nodes that `results` depend on, in their order. */
export function liveNodes(nodes: readonly WrittenNode[], results: readonly string[]): WrittenNode[] {
  const wanted = new Set(results);
  const live: WrittenNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => wanted.has(output))) continue;
    live.push(node);
    for (const input of node.inputs) wanted.add(input);
  }
  return live.reverse();
}
