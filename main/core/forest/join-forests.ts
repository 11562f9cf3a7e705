import { type Forest, LEAF } from '../model/forest.ts';

/**
 * Forests of the same classes and features as one, their trees one after another. All pure leaves share the first `classes` rows
 * of `leafFractions` (row c is class c alone); mixed leaves keep a row each, in the order of their nodes. So the result
 * depends on the trees and their order only, not on how they were divided among the forests. The arrays lie in shared memory.
 */
export function joinForests(forests: readonly Forest[], classes: number, features: number): Forest {
  const trees = forests.reduce((sum, forest) => sum + forest.trees, 0);
  const nodes = forests.reduce((sum, forest) => sum + forest.feature.length, 0);
  const treeStart = new Uint32Array(new SharedArrayBuffer(4 * (trees + 1)));
  const feature = new Uint16Array(new SharedArrayBuffer(2 * nodes));
  const threshold = new Float32Array(new SharedArrayBuffer(4 * nodes));
  const left = new Uint32Array(new SharedArrayBuffer(4 * nodes));
  const mixed: number[] = [];
  let tree = 0;
  let node = 0;
  for (const forest of forests) {
    for (let t = 0; t < forest.trees; t++) treeStart[tree++] = node + forest.treeStart[t];
    feature.set(forest.feature, node);
    threshold.set(forest.threshold, node);
    for (let i = 0; i < forest.feature.length; i++) {
      left[node + i] = forest.feature[i] === LEAF ? leafRow(forest, i, mixed) : node + forest.left[i];
    }
    node += forest.feature.length;
  }
  treeStart[trees] = nodes;
  const leafFractions = new Float32Array(new SharedArrayBuffer(4 * (classes * classes + mixed.length)));
  for (let c = 0; c < classes; c++) leafFractions[c * classes + c] = 1;
  leafFractions.set(mixed, classes * classes);
  return { classes, features, trees, treeStart, feature, threshold, left, leafFractions };
}

/** Row of a leaf in the joined forest; a mixed leaf's fractions are appended to `mixed`. */
function leafRow(forest: Forest, node: number, mixed: number[]): number {
  const from = forest.left[node] * forest.classes;
  for (let c = 0; c < forest.classes; c++) if (forest.leafFractions[from + c] === 1) return c;
  for (let c = 0; c < forest.classes; c++) mixed.push(forest.leafFractions[from + c]);
  return forest.classes + mixed.length / forest.classes - 1;
}
