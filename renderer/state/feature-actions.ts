import { formatFeatureSet, gridPlanes, parseFeatureSet } from '#core/model/feature-set-id.ts';
import { DEFAULT_GRID, type FeatureSet, type FeatureSetId, type MultiscaleGrid } from '#core/model/features.ts';
import { attempt, type Context } from './context.ts';
import type { TrainingActions } from './training-actions.ts';

export type FeatureKind = FeatureSet['set'];

export interface FeatureActions {
  /** Trains on this kind of set from now on, with the settings it had last in this window, or its usual ones. */
  choose(kind: FeatureKind): void;
  /** Trains on exactly this set from now on. */
  use(set: FeatureSet): void;
  /** Opens the grid of Multi-scale features with what is in use. */
  beginGrid(): void;
  /** Changes what the open grid shows; nothing is used yet. */
  editGrid(grid: MultiscaleGrid): void;
  /** Closes the grid and uses it; does nothing while it is empty. */
  useGrid(): void;
  /** Asks the host, once, for the names of a set's features; they appear in `frame.featureNames`. */
  wantNames(set: FeatureSetId): void;
}

export function createFeatureActions(context: Context, training: Pick<TrainingActions, 'set'>): FeatureActions {
  const { workspace, frame, client } = context;
  const last = new Map<FeatureKind, FeatureSet>([
    ['multiscale', { set: 'multiscale', grid: DEFAULT_GRID }],
    ['scattering', { set: 'scattering', scales: 2, order: 1 }],
  ]);
  const asked = new Set<FeatureSetId>();

  const inUse = (): FeatureSet | null => {
    const { project } = workspace.get();
    return project ? parseFeatureSet(project.training.set) : null;
  };
  const use: FeatureActions['use'] = (set) => {
    const before = inUse();
    if (before) last.set(before.set, before);
    last.set(set.set, set);
    training.set({ set: formatFeatureSet(set) });
  };

  return {
    use,
    choose: (kind) => {
      if (kind === inUse()?.set) return;
      use(kind === 'basic25' || kind === 'basic33' ? { set: kind } : last.get(kind)!);
    },
    beginGrid: () => {
      const set = inUse();
      if (set?.set === 'multiscale') frame.patch({ dialog: { kind: 'features', grid: set.grid } });
    },
    editGrid: (grid) => {
      if (frame.get().dialog?.kind === 'features') frame.patch({ dialog: { kind: 'features', grid } });
    },
    useGrid: () => {
      const { dialog } = frame.get();
      if (dialog?.kind !== 'features' || gridPlanes(dialog.grid) === 0) return;
      frame.patch({ dialog: null });
      use({ set: 'multiscale', grid: dialog.grid });
    },
    wantNames: (set) => {
      if (asked.has(set)) return;
      asked.add(set);
      void attempt(context, async () => {
        try {
          const names = await client.call('features.names', { set });
          frame.patch({ featureNames: new Map([...frame.get().featureNames, [set, names]]) });
        } catch (thrown) {
          asked.delete(set);
          throw thrown;
        }
      });
    },
  };
}
