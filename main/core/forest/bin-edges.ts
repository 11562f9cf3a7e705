/** Most bins a feature is divided into, so that a bin's number fits a byte. */
export const MAX_BINS = 256;

/**
 * Upper edges of a feature's bins, ascending, one fewer than bins (the last bin has no upper edge).
 *
 * `values[order[i]]` are the feature's finite values, ascending. Up to MAX_BINS distinct values get a bin each; more are divided
 * into MAX_BINS bins of about equal numbers of values, a value never being split between two bins. An edge lies midway between
 * the values at its sides, rounded to float32 such that `lower <= edge < upper` holds for the rounded edge.
 */
export function binEdges(values: Float32Array, order: Uint32Array): number[] {
  const edges: number[] = [];
  const many = moreDistinctThan(values, order, MAX_BINS);
  let left = order.length;
  let inBin = 0;
  for (let i = 0; i + 1 < order.length && edges.length < MAX_BINS - 1; i++) {
    inBin++;
    const lower = values[order[i]];
    const upper = values[order[i + 1]];
    if (lower === upper) continue;
    if (many && inBin * (MAX_BINS - edges.length) < left) continue;
    edges.push(edgeBetween(lower, upper));
    left -= inBin;
    inBin = 0;
  }
  return edges;
}

/** A float32 number t with lower <= t < upper, as near to the middle as float32 allows. */
export function edgeBetween(lower: number, upper: number): number {
  const middle = Math.fround(lower / 2 + upper / 2);
  return middle >= lower && middle < upper ? middle : lower;
}

function moreDistinctThan(values: Float32Array, order: Uint32Array, limit: number): boolean {
  let distinct = 1;
  for (let i = 1; i < order.length && distinct <= limit; i++) if (values[order[i]] !== values[order[i - 1]]) distinct++;
  return distinct > limit;
}
