import type { Output } from '#contract/contract.ts';
import { rankTrials, type TrialSetting } from '#core/model/trial.ts';

export type TrialOutcome = Output<'training.try'>;

/** A setting in the list of trials. */
export interface TrialRow {
  readonly id: number;
  readonly setting: TrialSetting;
  readonly state: 'new' | 'running' | 'done' | 'failed';
  readonly outcome: TrialOutcome | null;
  /** Why it failed. */
  readonly message: string | null;
  /** Chosen for the view side by side. */
  readonly ticked: boolean;
  /** What it was tested on: results on other ground are not to be compared. */
  readonly ground: string | null;
}

/** The trials of the project, as long as its labels stay the same. */
export interface Trials {
  readonly rows: readonly TrialRow[];
  /** The row that is recommended, by a run of Suggest. */
  readonly suggestedId: number | null;
}

export const NO_TRIALS: Trials = { rows: [], suggestedId: null };

export function newRow(id: number, setting: TrialSetting): TrialRow {
  return { id, setting, state: 'new', outcome: null, message: null, ticked: false, ground: null };
}

export const sameSetting = (a: TrialSetting, b: TrialSetting): boolean =>
  JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

const ordered = ({ set, channels, trees, scale, crf }: TrialSetting): unknown[] => [set, channels, trees, scale, crf];

/** Tells trials that are tested on the same pixels: how far the furthest-seeing set sees decides over the blocks. */
export function groundOf(rows: readonly TrialRow[]): string {
  return [...new Set(rows.map(({ setting }) => `${setting.set} ${setting.scale}`))].sort().join(' ');
}

/** Ended trials, the best first, then the others in their order. */
export function rankedRows(rows: readonly TrialRow[]): TrialRow[] {
  const ended = rows.flatMap((row) =>
    row.outcome ? [{ row, setting: row.setting, blocks: row.outcome.blocks, images: row.outcome.images }] : [],
  );
  return [...rankTrials(ended).map(({ row }) => row), ...rows.filter((row) => !row.outcome)];
}
