import type { Input } from '#contract/contract.ts';
import { attempt, type Context } from './context.ts';
import { fileName } from './file-chooser.ts';
import type { ImageActions } from './image-actions.ts';

export type SegmentationExport = Input<'export.segmentation'>;
export type ImageExport = Input<'images.export'>;

export interface ExportActions {
  /** Opens the dialog for the segmentation; says what is missing where there is nothing to export. */
  begin(): void;
  /** Opens the dialog for the image itself. */
  beginImage(): void;
  /** Writes a segmentation and, where wanted, adds it to the project. */
  segmentation(request: SegmentationExport, addToProject: boolean): Promise<boolean>;
  image(request: ImageExport): Promise<boolean>;
}

export function createExportActions(context: Context, images: Pick<ImageActions, 'add'>): ExportActions {
  const { client, frame, jobs, toasts, workspace } = context;
  return {
    begin: () => {
      const { model, imageId } = workspace.get();
      if (model && imageId !== null) frame.patch({ dialog: { kind: 'export' } });
      else toasts.show('info', 'Train & Segment first: there is no segmentation to export yet.');
    },
    beginImage: () => {
      if (workspace.get().imageId !== null) frame.patch({ dialog: { kind: 'exportImage' } });
    },
    segmentation: async (request, addToProject) => {
      const files = await attempt(context, async () => {
        const done = await jobs.run('export', `Exporting ${fileName(request.path)}`, (options) =>
          client.call('export.segmentation', request, options),
        );
        toasts.show('success', `Exported ${done.files.map(fileName).join(', ')}.`);
        return done.files;
      });
      const [written] = files ?? [];
      if (addToProject && written !== undefined) await images.add([written]);
      return files !== null;
    },
    image: async (request) => {
      const done = await attempt(context, async () => {
        const written = await jobs.run('export', `Exporting ${fileName(request.path)}`, (options) =>
          client.call('images.export', request, options),
        );
        const planes = written.planes === 1 ? '1 plane' : `${written.planes} planes`;
        toasts.show('success', `Exported ${planes} to ${fileName(written.path)}.`);
        return true;
      });
      return done === true;
    },
  };
}
