import { type Forest, LEAF } from '#core/model/forest.ts';
import type { WrittenNode } from '../onnx/write-onnx.ts';

/**
 * A forest as one TreeEnsembleClassifier (ai.onnx.ml). Its input has shape (rows, columns), float32; column `columnOf[f]` holds
 * feature f. Its second output, shape (rows, classes), is the sum of the leaf fractions over all trees, to be divided by their
 * number: pure leaves then count whole votes, exactly as the native forest does.
 *
 * Thresholds are passed on to the bit. They are float32 from the start and lie between training values, lower ≤ threshold < upper
 * (see core/forest/bin-edges), and BRANCH_LEQ sends a row to the true branch when its float32 value is ≤ the threshold, as the
 * native rule does; so no training value changes sides.
 */
export function forestNode(
  forest: Forest,
  columnOf: ArrayLike<number>,
  ends: { readonly rows: string; readonly labels: string; readonly scores: string },
): WrittenNode {
  const { classes, trees, treeStart, feature, threshold, left, leafFractions } = forest;
  const nodes = feature.length;
  let leaves = 0;
  for (const one of feature) if (one === LEAF) leaves++;
  const treeIds = new Int32Array(nodes);
  const nodeIds = new Int32Array(nodes);
  const columns = new Int32Array(nodes);
  const values = new Float32Array(nodes);
  const whereTrue = new Int32Array(nodes);
  const whereFalse = new Int32Array(nodes);
  const modes = new Array<string>(nodes);
  const leafTrees = new Int32Array(leaves * classes);
  const leafNodes = new Int32Array(leaves * classes);
  const leafClasses = new Int32Array(leaves * classes);
  const weights = new Float32Array(leaves * classes);
  let at = 0;
  for (let tree = 0; tree < trees; tree++) {
    const root = treeStart[tree]!;
    for (let i = root; i < treeStart[tree + 1]!; i++) {
      treeIds[i] = tree;
      nodeIds[i] = i - root;
      if (feature[i] === LEAF) {
        modes[i] = 'LEAF';
        // Every class of every leaf, zeros too: with two classes, runtimes treat one without a weight as "the rest to 1".
        for (let c = 0; c < classes; c++, at++) {
          leafTrees[at] = tree;
          leafNodes[at] = i - root;
          leafClasses[at] = c;
          weights[at] = leafFractions[left[i]! * classes + c]!;
        }
        continue;
      }
      modes[i] = 'BRANCH_LEQ';
      columns[i] = columnOf[feature[i]!]!;
      values[i] = threshold[i]!;
      whereTrue[i] = left[i]! - root;
      whereFalse[i] = left[i]! + 1 - root;
    }
  }
  return {
    name: 'forest',
    op: 'TreeEnsembleClassifier',
    domain: 'ai.onnx.ml',
    inputs: [ends.rows],
    outputs: [ends.labels, ends.scores],
    attributes: {
      nodes_treeids: treeIds,
      nodes_nodeids: nodeIds,
      nodes_featureids: columns,
      nodes_values: values,
      nodes_modes: { texts: modes },
      nodes_truenodeids: whereTrue,
      nodes_falsenodeids: whereFalse,
      class_treeids: leafTrees,
      class_nodeids: leafNodes,
      class_ids: leafClasses,
      class_weights: weights,
      classlabels_int64s: Int32Array.from({ length: classes }, (_, c) => c),
      post_transform: 'NONE',
    },
  };
}
