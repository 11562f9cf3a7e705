/**
 * A random forest as flat arrays. Nodes of all trees stand one after another; `treeStart[t]` is the root of tree t and
 * `treeStart[trees]` the number of nodes.
 *
 * An inner node sends a row to `left` when `row[feature] <= threshold`, else to `left + 1`.
 * A leaf has `feature = LEAF` and `left` = its row in `leafFractions`, shape (leaves, classes), each row summing to 1.
 * The forest's answer is the mean of the leaf rows over its trees (scikit-learn's predict_proba).
 */
export interface Forest {
  readonly classes: number;
  readonly features: number;
  readonly trees: number;
  readonly treeStart: Uint32Array;
  readonly feature: Uint16Array;
  readonly threshold: Float32Array;
  readonly left: Uint32Array;
  readonly leafFractions: Float32Array;
}

export const LEAF = 0xffff;

/** What is known about a forest from its training. Confusion: [true class][predicted class], out-of-bag votes, in pixels. */
export interface ForestReport {
  /** Share of rows misjudged by the trees that did not see them, 0…1; NaN where no row was out of bag. */
  readonly outOfBagError: number;
  readonly confusion: readonly (readonly number[])[];
  /** Mean decrease of Gini impurity per feature; sums to 1. */
  readonly importance: readonly number[];
  /** Labelled pixels offered, per class. */
  readonly labelledPixels: readonly number[];
  /** Pixels used after the stratified cap, per class. */
  readonly usedPixels: readonly number[];
  /** Distinct binned rows after identical ones were merged with weights. */
  readonly distinctRows: number;
  readonly nodes: number;
}
