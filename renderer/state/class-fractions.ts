import type { SegmentationSummary } from '#contract/contract.ts';

export interface ClassFractions {
  /** Share of the plane per class in class order, 0…1. */
  readonly classes: readonly number[];
  /** Share whose confidence is under the minimum, 0…1. */
  readonly below: number;
}

/**
 * Share of each class at a minimum confidence, from the histogram of a summary: (classes, 101), pixels of class k with
 * p percent. A pixel counts when its confidence is at least `minConfidence` percent.
 */
export function classFractions(histogram: SegmentationSummary['confidenceHistogram'], minConfidence: number): ClassFractions {
  const above = histogram.map((counts) =>
    counts.reduce((sum, count, percent) => (percent >= minConfidence ? sum + count : sum), 0),
  );
  const total = histogram.reduce((sum, counts) => sum + counts.reduce((a, b) => a + b, 0), 0);
  if (total === 0) return { classes: above.map(() => 0), below: 0 };
  const classes = above.map((count) => count / total);
  return { classes, below: Math.max(0, 1 - classes.reduce((a, b) => a + b, 0)) };
}
