/** What is ranked. */
export interface Scored {
  /** Higher is better, 0 … 1. */
  readonly score: number;
  /** Lower is better where scores are as good as equal. */
  readonly cost: number;
}

/** Scores of cross-validation that differ by no more are no reason to prefer one. */
export const SCORE_NOISE = 0.01;

/**
 * The best first: of all whose score is within SCORE_NOISE of the highest the cheapest comes first, then the same of what is left. (The
 * rule of taking the simplest model within one standard error of the best, with a fixed error; Breiman et al., Classification and
 * Regression Trees, 1984.) Scores that are no numbers come last.
 */
export function rankByScore<Item extends Scored>(items: readonly Item[]): Item[] {
  const worth = ({ score }: Scored): number => (Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score);
  const left = [...items];
  const ranked: Item[] = [];
  while (left.length > 0) {
    const highest = Math.max(...left.map(worth));
    const good = left.filter((item) => worth(item) >= highest - SCORE_NOISE);
    const first = good.reduce((best, item) => (item.cost < best.cost ? item : best));
    ranked.push(first);
    left.splice(left.indexOf(first), 1);
  }
  return ranked;
}
