import { type Forest, LEAF } from '../model/forest.ts';

/** Counters of votes have 15 binary digits. */
export const MAX_TREES = 32_767;

/** How far the fractions of a leaf may be from summing to 1, per class: what float32 rounding leaves. */
const SUM_TOLERANCE = 1e-6;

/**
 * What is wrong with a forest from outside, or null where it is safe to evaluate: array lengths agree, every node belongs to one
 * tree and, but for the root, to one parent that stands before it (so walks end), features exist, thresholds are finite, and
 * leaves point at fractions that sum to 1.
 */
export function checkForest(forest: Forest): string | null {
  return checkSizes(forest) ?? checkTrees(forest) ?? checkLeaves(forest);
}

function checkSizes({ classes, features, trees, treeStart, feature, threshold, left, leafFractions }: Forest): string | null {
  if (!isCount(classes, 255)) return `it has ${classes} classes`;
  if (!isCount(features, LEAF - 1)) return `it has ${features} features`;
  if (!isCount(trees, MAX_TREES)) return `it has ${trees} trees`;
  if (treeStart.length !== trees + 1) return 'the list of its trees has a wrong length';
  const nodes = feature.length;
  if (threshold.length !== nodes || left.length !== nodes) return 'its lists of nodes differ in length';
  if (leafFractions.length === 0 || leafFractions.length % classes !== 0) return 'its leaves do not fit its classes';
  if (treeStart[0] !== 0 || treeStart[trees] !== nodes) return 'its trees do not cover its nodes';
  for (let t = 0; t < trees; t++) if (treeStart[t] >= treeStart[t + 1]) return `tree ${t} is empty`;
  return null;
}

function checkTrees({ features, trees, treeStart, feature, threshold, left, leafFractions, classes }: Forest): string | null {
  const leafRows = leafFractions.length / classes;
  const hasParent = new Uint8Array(feature.length);
  for (let t = 0; t < trees; t++) {
    const end = treeStart[t + 1];
    for (let i = treeStart[t]; i < end; i++) {
      if (i > treeStart[t] && hasParent[i] === 0) return `node ${i} belongs to no parent before it`;
      if (feature[i] === LEAF) {
        if (left[i] >= leafRows) return `leaf ${i} points outside the class fractions`;
        continue;
      }
      const child = left[i];
      if (feature[i] >= features) return `node ${i} asks for feature ${feature[i]} of ${features}`;
      if (!Number.isFinite(threshold[i])) return `node ${i} has no finite threshold`;
      if (child <= i || child + 1 >= end) return `the children of node ${i} do not follow it within its tree`;
      if (hasParent[child] + hasParent[child + 1] > 0) return `a child of node ${i} has two parents`;
      hasParent[child] = 1;
      hasParent[child + 1] = 1;
    }
  }
  return null;
}

function checkLeaves({ classes, leafFractions }: Forest): string | null {
  for (let from = 0; from < leafFractions.length; from += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const fraction = leafFractions[from + c];
      if (!(fraction >= 0 && fraction <= 1)) return `a class fraction of leaf row ${from / classes} is ${fraction}`;
      sum += fraction;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE * classes) return `the class fractions of leaf row ${from / classes} sum to ${sum}`;
  }
  return null;
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
