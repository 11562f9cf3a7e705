import { GroveError } from '#core/model/error.ts';
import { rankTrials, suggestedTrial, TRIED_CRF, type TrialSetting, USUAL_SETS } from '#core/model/trial.ts';
import { attempt, type Context } from './context.ts';
import type { TrainingActions } from './training-actions.ts';
import { groundOf, NO_TRIALS, newRow, sameSetting, type TrialRow, type Trials } from './trials.ts';
import type { ShownModel } from './workspace.ts';

export interface TrialActions {
  /** Opens the list, with the present settings in it. */
  begin(): void;
  add(setting: TrialSetting): void;
  /** Adds a row for the present settings of training. */
  addPresent(): void;
  remove(id: number): void;
  tick(id: number, ticked: boolean): void;
  /** Runs what has no result yet, one after another; cancelling loses only the one under way. */
  run(): Promise<void>;
  /** Runs the usual feature sets and a CRF behind the best one, and says which to use. */
  suggest(): Promise<void>;
  /** Trains with this setting from now on. */
  adopt(id: number): void;
  /** Shows the results of the two ticked rows side by side, and where they differ. */
  compare(): void;
  endComparison(): void;
  /** The labels have changed, so no result stands. */
  forget(): void;
}

export function createTrialActions(context: Context, training: Pick<TrainingActions, 'set'>): TrialActions {
  const { workspace, results, frame, client, jobs, toasts } = context;
  let lastId = 0;

  const trials = (): Trials => results.get().trials;
  const put = (patch: Partial<Trials>): void => results.patch({ trials: { ...trials(), ...patch } });
  const change = (id: number, patch: Partial<TrialRow>): void =>
    put({ rows: trials().rows.map((row) => (row.id === id ? { ...row, ...patch } : row)) });
  const present = (): TrialSetting | null => {
    const settings = workspace.get().project?.training;
    if (!settings) return null;
    const { set, channels, trees, scale, crf } = settings;
    return { set, channels, trees, scale, crf: crf.strength };
  };
  const add = (setting: TrialSetting): void => {
    if (trials().rows.some((row) => sameSetting(row.setting, setting))) return;
    put({ rows: [...trials().rows, newRow(++lastId, setting)] });
  };

  /** False where the user cancelled or a call failed for good. */
  const runAll = async (): Promise<boolean> => {
    const before = trials();
    const ground = groundOf(before.rows);
    const due = before.rows.filter((row) => row.outcome === null || row.ground !== ground);
    const beside = [...new Set(before.rows.map(({ setting }) => setting.set))];
    for (const [i, { id, setting }] of due.entries()) {
      change(id, { state: 'running', outcome: null, message: null });
      try {
        const title = `Trying setting ${i + 1} of ${due.length}`;
        const outcome = await jobs.run('trial', title, (options) =>
          client.call(
            'training.try',
            { setting: { ...setting, channels: setting.channels && [...setting.channels] }, beside },
            options,
          ),
        );
        change(id, { state: 'done', outcome, ground });
      } catch (thrown) {
        const { kind, message } = GroveError.from(thrown);
        if (kind === 'cancelled') {
          change(id, { state: 'new' });
          return false;
        }
        change(id, { state: 'failed', message });
      }
    }
    return trials().rows.every((row) => row.state === 'done');
  };

  const shown = ({ outcome, setting }: TrialRow): ShownModel => ({
    id: outcome!.model.id,
    classColors: outcome!.model.classes.map(({ color }) => color),
    stamp: 1,
    ...(setting.crf > 0 && { crf: { strength: setting.crf, confidence: 'after' as const } }),
  });

  return {
    begin: () => {
      const setting = present();
      if (!setting) return;
      if (trials().rows.length === 0) add(setting);
      frame.patch({ dialog: { kind: 'trials' } });
    },
    add,
    addPresent: () => {
      const setting = present();
      if (setting) add(setting);
    },
    remove: (id) => put({ rows: trials().rows.filter((row) => row.id !== id) }),
    tick: (id, ticked) => change(id, { ticked }),
    run: async () => {
      if (!jobs.running('trial')) await runAll();
    },
    suggest: () =>
      attempt(context, async () => {
        const setting = present();
        if (!setting || jobs.running('trial')) return;
        for (const set of USUAL_SETS) add({ ...setting, set, crf: 0 });
        put({ suggestedId: null });
        if (!(await runAll())) return;
        const ended = (rows: readonly TrialRow[]) => rows.map((row) => ({ ...row.outcome!, row, setting: row.setting }));
        const [best] = rankTrials(ended(trials().rows.filter((row) => row.setting.crf === 0)));
        if (!best) return;
        const refined = TRIED_CRF.map((crf) => ({ ...best.setting, crf }));
        for (const one of refined) add(one);
        if (!(await runAll())) return;
        const rowsOf = trials().rows.filter((row) => refined.some((one) => sameSetting(one, row.setting)));
        put({ suggestedId: suggestedTrial(best, ended(rowsOf)).row.id });
      }).then(() => undefined),
    adopt: (id) => {
      const row = trials().rows.find((one) => one.id === id);
      const settings = workspace.get().project?.training;
      if (!row || !settings) return;
      const { crf, ...rest } = row.setting;
      training.set({ ...rest, crf: { ...settings.crf, strength: crf } });
      frame.patch({ dialog: null });
      workspace.patch({ comparison: null });
      toasts.show('success', 'These settings are in use now: press Train & Segment to keep a version.');
    },
    compare: () => {
      const [first, second, ...more] = trials().rows.filter((row) => row.ticked && row.outcome);
      if (!first || !second || more.length > 0) return;
      frame.patch({ dialog: null });
      workspace.patch({ comparison: { first: shown(first), second: shown(second) }, differing: null });
    },
    endComparison: () => workspace.patch({ comparison: null, differing: null }),
    forget: () => {
      if (trials().rows.length === 0) return;
      const rows = trials().rows.map(({ id, setting }) => newRow(id, setting));
      results.patch({ trials: { ...NO_TRIALS, rows } });
      workspace.patch({ comparison: null, differing: null });
    },
  };
}
