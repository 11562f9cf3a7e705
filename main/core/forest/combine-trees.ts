import type { Forest, ForestReport } from '../model/forest.ts';
import { joinForests } from './join-forests.ts';
import type { GrownTrees, TrainingTable } from './training-table.ts';

export interface CombinedForest {
  readonly forest: Forest;
  readonly report: ForestReport;
}

/**
 * One forest and its report from trees grown in any portions and handed over in any order. The portions must be of `table`, one
 * seed, and leave no tree out; then the result is the same to the last bit however they were divided.
 *
 * `labelledPixels` counts the pixels offered per class, before the cap. Throws RangeError where a tree is missing or double.
 */
export function combineTrees(
  table: TrainingTable,
  portions: readonly GrownTrees[],
  labelledPixels: readonly number[],
): CombinedForest {
  const ordered = [...portions].sort((a, b) => a.firstTree - b.firstTree);
  let next = 0;
  for (const { firstTree, forest } of ordered) {
    if (firstTree !== next) throw new RangeError(`Trees ${next} … ${firstTree - 1} are missing or double.`);
    next += forest.trees;
  }
  const votes = sumOf(
    ordered.map((portion) => portion.outOfBagVotes),
    table.rows * table.classes,
  );
  const importance = sumOf(
    ordered.map((portion) => portion.importance),
    table.features,
  );
  const forest = joinForests(
    ordered.map((portion) => portion.forest),
    table.classes,
    table.features,
  );

  const confusion = confusionOf(table, votes);
  const judged = confusion.flat().reduce((sum, pixels) => sum + pixels, 0);
  const right = confusion.reduce((sum, row, c) => sum + row[c], 0);
  const decrease = importance.reduce((sum, share) => sum + share, 0);
  const usedPixels = new Array<number>(table.classes).fill(0);
  for (let r = 0; r < table.rows; r++) usedPixels[table.labels[r]] += table.weights[r];
  const report = {
    outOfBagError: judged === 0 ? Number.NaN : (judged - right) / judged,
    confusion,
    importance: Array.from(importance, (share) => (decrease === 0 ? 1 / table.features : share / decrease)),
    labelledPixels,
    usedPixels,
    distinctRows: table.rows,
    nodes: forest.feature.length,
  };
  return { forest, report };
}

/** Exact, because the summands come in steps (see GrownTrees). */
function sumOf(parts: readonly Float64Array[], length: number): Float64Array {
  const sum = new Float64Array(length);
  for (const part of parts) for (let i = 0; i < length; i++) sum[i] += part[i];
  return sum;
}

/** Pixels by true class and by the class with most out-of-bag votes (ties: the first); rows that every tree saw are left out. */
function confusionOf({ rows, classes, labels, weights }: TrainingTable, votes: Float64Array): number[][] {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let r = 0; r < rows; r++) {
    let best = 0;
    let any = 0;
    for (let c = 0; c < classes; c++) {
      any += votes[r * classes + c];
      if (votes[r * classes + c] > votes[r * classes + best]) best = c;
    }
    if (any > 0) confusion[labels[r]][best] += weights[r];
  }
  return confusion;
}
