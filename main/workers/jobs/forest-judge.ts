import { walkForest } from '#core/forest/walk-forest.ts';
import type { Jobs } from '../../services/ports.ts';
import type { JobContext } from '../job-context.ts';

/** The most probable class of rows; of equal ones the first. */
export function forestJudge({ forest, values, rows }: Jobs['forest.judge']['in'], context: JobContext): { classes: Uint8Array } {
  const classes = new Uint8Array(rows.length);
  for (const [n, row] of rows.entries()) {
    if (n % 4096 === 0) context.throwIfCancelled();
    const votes = walkForest(forest, values.subarray(row * forest.features, (row + 1) * forest.features));
    let best = 0;
    for (let k = 1; k < votes.length; k++) if (votes[k]! > votes[best]!) best = k;
    classes[n] = best;
  }
  return { classes };
}
