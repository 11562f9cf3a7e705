import type { Input, LabelStatistics } from '#contract/contract.ts';
import { attempt, type Context } from './context.ts';
import type { DocumentFollower } from './document-follower.ts';
import { chooseFiles, fileName, LABEL_FILES } from './file-chooser.ts';
import type { HistoryActions } from './history-actions.ts';

export type LabelImport = Input<'labels.import'>;
export type LabelExport = Input<'labels.export'>;

export interface LabelFileActions {
  /** Asks for label images and then how they come in. */
  beginImport(): Promise<void>;
  import(request: LabelImport): Promise<void>;
  beginExport(): void;
  export(request: LabelExport): Promise<void>;
  /** Counts the labels of all images and shows the table. */
  showStatistics(): Promise<void>;
}

export function createLabelFileActions(
  context: Context,
  parts: { readonly follower: DocumentFollower; readonly history: HistoryActions },
): LabelFileActions {
  const { client, frame, jobs, toasts, workspace } = context;
  return {
    beginImport: async () => {
      const request = { title: 'Import labels', mode: 'openMany', action: 'Choose', filters: LABEL_FILES } as const;
      const paths = await chooseFiles(context, request);
      if (paths && paths.length > 0 && workspace.get().imageId !== null) {
        frame.patch({ dialog: { kind: 'importLabels', paths } });
      }
    },
    import: async (request) => {
      await attempt(context, async () => {
        const names = [request.path, ...(request.more ?? [])].map(fileName).join(', ');
        const done = await jobs.run('images', `Reading ${names}`, (options) => client.call('labels.import', request, options));
        parts.follower.apply(done.change);
        const several = (request.more ?? []).length > 0;
        const disagree = several ? ` The files disagree in ${done.disagreeing} pixels.` : '';
        toasts.show('success', `Labels of ${names} were imported.${disagree}`, [
          { label: 'Undo', run: () => void parts.history.undo() },
        ]);
      });
    },
    beginExport: () => {
      if (workspace.get().imageId !== null) frame.patch({ dialog: { kind: 'exportLabels' } });
    },
    export: async (request) => {
      await attempt(context, async () => {
        const done = await jobs.run('export', `Exporting ${fileName(request.path)}`, (options) =>
          client.call('labels.export', request, options),
        );
        const planes = done.planes === 1 ? '1 plane' : `${done.planes} planes`;
        toasts.show('success', `Exported the labels of ${planes} to ${fileName(done.path)}.`);
      });
    },
    showStatistics: async () => {
      await attempt(context, async () => {
        const statistics = await jobs.run('images', 'Counting labels', (options) =>
          client.call('labels.statistics', { imageId: null }, options),
        );
        frame.patch({ dialog: { kind: 'labelStatistics', statistics } });
      });
    },
  };
}

/** Labelled planes of the statistics, one row each; places count from 1. */
export interface StatisticsRow {
  readonly name: string;
  readonly scene: number;
  readonly t: number;
  readonly z: number;
  readonly counts: readonly number[];
  /** Labelled share of the plane. */
  readonly share: number;
}

export function statisticsRows({ images }: LabelStatistics): StatisticsRow[] {
  return images.flatMap(({ name, planes }) =>
    planes.map(({ plane, pixels, counts }) => ({
      name,
      scene: plane.scene + 1,
      t: plane.t + 1,
      z: plane.z + 1,
      counts,
      share: sum(counts) / pixels,
    })),
  );
}

/** Pixels of each class over all rows. */
export function statisticsTotals({ classes, images }: LabelStatistics): number[] {
  const planes = images.flatMap((image) => image.planes);
  return classes.map((_, k) => sum(planes.map(({ counts }) => counts[k]!)));
}

/** With tabs, as spreadsheets take it. */
export function statisticsText(statistics: LabelStatistics): string {
  const head = ['image', 'scene', 't', 'z', ...statistics.classes.map(({ name }) => name), 'labelled share'];
  const rows = statisticsRows(statistics).map(({ name, scene, t, z, counts, share }) => [name, scene, t, z, ...counts, share]);
  return [head, ...rows].map((row) => row.join('\t')).join('\n');
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
