import type { TrainingTable } from './training-table.ts';

/** The rows a tree is grown from; a node owns a stretch of these arrays, which splitting reorders. */
export interface BaggedRows {
  readonly row: Int32Array;
  readonly weight: Int32Array;
  readonly label: Uint8Array;
}

/** The best split of one feature at one node. */
export interface Split {
  /** Σ left² / left total + Σ right² / right total over class weights; the larger, the purer (Gini). */
  readonly score: number;
  /** Rows with bin <= edge go left. */
  readonly edge: number;
}

/**
 * Finds the best split of a feature by one pass over its bins. Keeps a histogram between calls, zero outside of them, and a
 * bit per bin that holds anything, so that small nodes cost no more than their rows.
 */
export class SplitFinder {
  readonly #table: TrainingTable;
  readonly #histogram: Int32Array;
  readonly #occupied = new Int32Array(8);
  readonly #left: Float64Array;

  constructor(table: TrainingTable) {
    this.#table = table;
    this.#histogram = new Int32Array(256 * table.classes);
    this.#left = new Float64Array(table.classes);
  }

  /**
   * The best split of `feature` over rows from … to - 1 whose class weights are `totals` and sum to `total`; null where all
   * rows lie in one bin. Of equally good splits the lowest.
   */
  find(feature: number, rows: BaggedRows, from: number, to: number, totals: Float64Array, total: number): Split | null {
    const { classes, rows: stride, bins } = this.#table;
    const histogram = this.#histogram;
    const occupied = this.#occupied;
    const column = feature * stride;
    const { row, weight, label } = rows;
    for (let i = from; i < to; i++) {
      const bin = bins[column + row[i]];
      histogram[bin * classes + label[i]] += weight[i];
      occupied[bin >> 5] |= 1 << (bin & 31);
    }

    const left = this.#left.fill(0);
    let leftTotal = 0;
    let score = -1;
    let lower = 0;
    let upper = 0;
    let before = -1;
    let scoreBefore = 0;
    for (let word = 0; word < 8; word++) {
      let bits = occupied[word];
      occupied[word] = 0;
      while (bits !== 0) {
        const bin = 32 * word + 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        if (before >= 0 && scoreBefore > score) {
          score = scoreBefore;
          lower = before;
          upper = bin;
        }
        let leftSquares = 0;
        let rightSquares = 0;
        for (let c = 0, at = bin * classes; c < classes; c++, at++) {
          const inBin = histogram[at];
          histogram[at] = 0;
          leftTotal += inBin;
          const l = left[c] + inBin;
          left[c] = l;
          const r = totals[c] - l;
          leftSquares += l * l;
          rightSquares += r * r;
        }
        before = bin;
        scoreBefore = leftTotal < total ? leftSquares / leftTotal + rightSquares / (total - leftTotal) : -1;
      }
    }
    return score < 0 ? null : { score, edge: this.#middleEdge(feature, lower, upper) };
  }

  /** Of the edges between two occupied bins, the one nearest to the middle of the gap, as scikit-learn's midpoints are. */
  #middleEdge(feature: number, lower: number, upper: number): number {
    const { edges, edgeStart } = this.#table;
    const start = edgeStart[feature];
    const middle = (edges[start + lower] + edges[start + upper - 1]) / 2;
    let edge = lower;
    while (edge + 1 < upper && Math.abs(edges[start + edge + 1] - middle) < Math.abs(edges[start + edge] - middle)) edge++;
    return edge;
  }
}
