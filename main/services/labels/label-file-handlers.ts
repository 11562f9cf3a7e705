import { basename, resolve } from 'node:path';
import type { ProjectSession } from '../document/project-session.ts';
import type { Handlers } from '../handlers.ts';
import { filesOfImages } from '../images/files-of-images.ts';
import { checkPlane } from '../images/image-handlers.ts';
import { recordedJob } from '../recorded-job.ts';
import { exportLabels, type LabelWriting } from './export-labels.ts';
import { importLabels } from './import-labels.ts';
import type { LabelReading } from './label-file.ts';
import { labelStatistics } from './label-statistics.ts';

export interface LabelFileHandlerMeans extends LabelReading, LabelWriting {
  readonly session: ProjectSession;
}

type LabelFileCalls = 'labels.import' | 'labels.export' | 'labels.statistics';

/** Labels of the open project in and out of files. Never overwrites an image of the project, nor the project itself. */
export function labelFileHandlers(means: LabelFileHandlerMeans): Pick<Handlers, LabelFileCalls> {
  const { store, emit } = means.session;
  return {
    async 'labels.import'({ imageId, plane, path, more, rule, mode, planes }, { signal, progress }) {
      const project = store();
      const image = project.image(imageId);
      checkPlane(image, plane);
      const request = { image, plane, paths: [path, ...more], rule, mode, planes };
      const imported = await importLabels(project, request, means, { signal, progress });
      emit('document.changed', imported.change);
      emit('classes.changed', project.classes());
      return imported;
    },

    'labels.export'({ imageId, path, subset }, { signal, progress }) {
      const project = store();
      const image = project.image(imageId);
      return recordedJob(project, 'export', `Export labels of ${image.name} to ${basename(path)}`, async () => {
        const inputs = [project.path, ...(await filesOfImages(means.pool, project.images(), { signal }))];
        return exportLabels(project, { image, path: resolve(path), subset, inputs }, means, { signal, progress });
      });
    },

    'labels.statistics'({ imageId }, { signal, progress }) {
      const project = store();
      const images = imageId === null ? project.images() : [project.image(imageId)];
      return labelStatistics(project, images, { signal, progress });
    },
  };
}
