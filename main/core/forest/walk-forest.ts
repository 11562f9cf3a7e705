import { type Forest, LEAF } from '../model/forest.ts';

/**
 * Class probabilities of one row of features, the plain way; what the kernels must agree with. Pure leaves are counted, the
 * fractions of mixed leaves are added in float32 in the order of the trees, and (count + sum) / trees is rounded to float32.
 */
export function walkForest(forest: Forest, row: ArrayLike<number>): Float32Array {
  const { classes, feature, threshold, left, leafFractions, treeStart } = forest;
  const votes = new Float32Array(classes);
  const sums = new Float32Array(classes);
  for (let tree = 0; tree < forest.trees; tree++) {
    let node = treeStart[tree];
    while (feature[node] !== LEAF) node = left[node] + (row[feature[node]] <= threshold[node] ? 0 : 1);
    const fractions = leafFractions.subarray(left[node] * classes, (left[node] + 1) * classes);
    const alone = fractions.indexOf(1);
    if (alone >= 0) votes[alone]++;
    else for (let c = 0; c < classes; c++) sums[c] += fractions[c];
  }
  return votes.map((count, c) => Math.fround(count + sums[c]) / forest.trees);
}
