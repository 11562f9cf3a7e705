import type { Forest } from '../model/forest.ts';

/**
 * Training rows after binning and merging, ready to be shared between threads.
 * `bins` has shape (features, rows), uint8: bin b of feature f holds the values in (edges[f][b-1], edges[f][b]].
 */
export interface TrainingTable {
  readonly rows: number;
  readonly features: number;
  readonly classes: number;
  readonly bins: Uint8Array;
  /** Class 0… of each row. */
  readonly labels: Uint8Array;
  /** How many labelled pixels a row stands for. */
  readonly weights: Uint32Array;
  /** Upper edges of the bins of all features, one after another; feature f has edges edgeStart[f] … edgeStart[f + 1] - 1. */
  readonly edges: Float32Array;
  readonly edgeStart: Uint32Array;
}

/**
 * Some trees of a forest and what they say of the rows they did not see. Sums over trees are held in steps that float64
 * adds without rounding, so that the sum over all trees is the same whatever threads they were grown on.
 */
export interface GrownTrees {
  readonly firstTree: number;
  readonly forest: Forest;
  /**
   * Votes for each class, shape (rows, classes): over these trees, the leaf's class fraction times the row's pixels that the
   * tree did not draw. In steps of VOTE_STEP.
   */
  readonly outOfBagVotes: Float64Array;
  /** Share of each feature in the tree's impurity decrease, summed over these trees. In steps of IMPORTANCE_STEP. */
  readonly importance: Float64Array;
}

export const VOTE_STEP = 2 ** -20;
export const IMPORTANCE_STEP = 2 ** -40;
