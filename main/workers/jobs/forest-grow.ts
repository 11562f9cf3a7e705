import { growTrees } from '#core/forest/grow-trees.ts';
import type { GrownTrees, TrainingTable } from '#core/forest/training-table.ts';
import type { JobContext } from '../job-context.ts';

export function forestGrow(
  { table, seed, firstTree, treeCount }: { table: TrainingTable; seed: number; firstTree: number; treeCount: number },
  context: JobContext,
): GrownTrees {
  context.throwIfCancelled();
  return growTrees(table, seed, firstTree, treeCount);
}
