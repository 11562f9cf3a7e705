import type { Input } from '#contract/contract.ts';
import { attempt, type Context } from './context.ts';
import { fileName } from './file-chooser.ts';

export type ExportRequest = Input<'export.segmentation'>;

export interface ExportActions {
  /** Opens the export dialog; says what is missing where there is nothing to export. */
  begin(): void;
  run(request: ExportRequest): Promise<boolean>;
}

export function createExportActions(context: Context): ExportActions {
  const { client, frame, jobs, toasts, workspace } = context;
  return {
    begin: () => {
      const { model, imageId } = workspace.get();
      if (model && imageId !== null) frame.patch({ dialog: { kind: 'export' } });
      else toasts.show('info', 'Train & Segment first: there is no segmentation to export yet.');
    },
    run: async (request) => {
      const done = await attempt(context, async () => {
        const { files } = await jobs.run('export', `Exporting ${fileName(request.path)}`, (options) =>
          client.call('export.segmentation', request, options),
        );
        toasts.show('success', `Exported ${files.map(fileName).join(', ')}.`);
        return true;
      });
      return done === true;
    },
  };
}
