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

/** Some trees of a forest and what they say of the rows they did not see. */
export interface GrownTrees {
  readonly firstTree: number;
  readonly forest: Forest;
  /** Sum of class fractions over the trees that did not see the row, shape (rows, classes). */
  readonly outOfBagVotes: Float32Array;
  /** Impurity decrease summed over these trees, per feature. */
  readonly importance: Float64Array;
}
