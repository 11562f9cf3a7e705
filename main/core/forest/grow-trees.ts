import { type Forest, LEAF } from '../model/forest.ts';
import { drawBootstrap, rowOfEachPixel } from './draw-bootstrap.ts';
import { type GrownTree, TreeGrower } from './grow-tree.ts';
import { joinForests } from './join-forests.ts';
import { randomStream } from './random.ts';
import { type GrownTrees, IMPORTANCE_STEP, type TrainingTable, VOTE_STEP } from './training-table.ts';

/**
 * Grows trees firstTree … firstTree + treeCount - 1 of the forest that (table, seed) determine. Tree t is the same whatever
 * trees are grown with it. Cost: about rows × log2(rows) × √features steps a tree. Semantics: see TreeGrower.
 */
export function growTrees(table: TrainingTable, seed: number, firstTree: number, treeCount: number): GrownTrees {
  const rowOf = rowOfEachPixel(table);
  const grower = new TreeGrower(table);
  const outOfBagVotes = new Float64Array(table.rows * table.classes);
  const importance = new Float64Array(table.features);
  const trees: Forest[] = [];
  for (let t = firstTree; t < firstTree + treeCount; t++) {
    const random = randomStream(seed, t);
    const bag = drawBootstrap(rowOf, table.weights, random);
    const tree = grower.grow(bag, random);
    addImportance(tree, importance);
    addVotes(tree, table, bag.unseen, outOfBagVotes);
    trees.push(toForest(tree, table));
  }
  return { firstTree, forest: joinForests(trees, table.classes, table.features), outOfBagVotes, importance };
}

function addImportance(tree: GrownTree, sums: Float64Array): void {
  const total = tree.importance.reduce((sum, decrease) => sum + decrease, 0);
  if (total <= 0) return;
  for (let f = 0; f < sums.length; f++) sums[f] += toStep(tree.importance[f] / total, IMPORTANCE_STEP);
}

function addVotes(tree: GrownTree, table: TrainingTable, unseen: Uint32Array, votes: Float64Array): void {
  const { bins, rows, classes } = table;
  for (let r = 0; r < rows; r++) {
    if (unseen[r] === 0) continue;
    let node = 0;
    for (let f = tree.feature[0]; f !== LEAF; f = tree.feature[node]) {
      node = tree.left[node] + (bins[f * rows + r] > tree.edge[node] ? 1 : 0);
    }
    const leaf = tree.left[node];
    if (leaf < classes) {
      votes[r * classes + leaf] += unseen[r];
      continue;
    }
    const from = (leaf - classes) * classes;
    for (let c = 0; c < classes; c++) votes[r * classes + c] += toStep(unseen[r] * tree.mixed[from + c], VOTE_STEP);
  }
}

/** To a multiple of a power of two, so that sums are exact and do not depend on their order. */
function toStep(value: number, step: number): number {
  return Math.round(value / step) * step;
}

function toForest(tree: GrownTree, table: TrainingTable): Forest {
  const { classes, features, edges, edgeStart } = table;
  const threshold = new Float32Array(tree.nodes);
  for (let i = 0; i < tree.nodes; i++) {
    if (tree.feature[i] !== LEAF) threshold[i] = edges[edgeStart[tree.feature[i]] + tree.edge[i]];
  }
  const leafFractions = new Float32Array(classes * classes + tree.mixed.length);
  for (let c = 0; c < classes; c++) leafFractions[c * classes + c] = 1;
  leafFractions.set(tree.mixed, classes * classes);
  return {
    classes,
    features,
    trees: 1,
    treeStart: Uint32Array.of(0, tree.nodes),
    feature: tree.feature.slice(0, tree.nodes),
    threshold,
    left: tree.left.slice(0, tree.nodes),
    leafFractions,
  };
}
