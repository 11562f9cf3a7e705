import { type CombinedForest, combineTrees } from '#core/forest/combine-trees.ts';
import type { GrownTrees } from '#core/forest/training-table.ts';
import { cancelled } from '#core/model/error.ts';
import type { ComputePool, RunOptions, TrainingRows } from '../ports.ts';

export interface ForestGrowing {
  readonly rows: TrainingRows;
  readonly classes: number;
  /** Labelled pixels per class before the cap. */
  readonly offered: readonly number[];
  readonly trees: number;
  readonly seed: number;
}

/**
 * Grows a forest on rows, side by side in small groups of trees; which thread grew a tree does not matter. The same rows in the same
 * order, seed and number of trees give the same forest to the last bit. Throws 'cancelled'.
 */
export async function growForest(
  { rows, classes, offered, trees, seed }: ForestGrowing,
  pool: ComputePool,
  { onProgress, ...run }: RunOptions = {},
): Promise<CombinedForest> {
  const table = await pool.run('forest.bin', { values: rows.values, labels: rows.classes, classes }, run);
  const groups = Math.min(trees, 4 * pool.threads);
  let done = 0;
  const grown: GrownTrees[] = await Promise.all(
    Array.from({ length: groups }, async (_, group) => {
      const firstTree = Math.floor((group * trees) / groups);
      const treeCount = Math.floor(((group + 1) * trees) / groups) - firstTree;
      const some = await pool.run('forest.grow', { table, seed, firstTree, treeCount }, run);
      done += treeCount;
      onProgress?.(done, trees);
      return some;
    }),
  );
  if (run.signal?.aborted) throw cancelled();
  return combineTrees(table, grown, offered);
}
