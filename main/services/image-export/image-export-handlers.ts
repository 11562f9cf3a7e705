import { basename, resolve } from 'node:path';
import type { Handlers } from '../handlers.ts';
import { present } from '../images/image-handlers.ts';
import type { ProjectStore } from '../ports.ts';
import { recordedJob } from '../recorded-job.ts';
import { exportImage, type ImageExportMeans } from './export-image.ts';

export interface ImageExportHandlerMeans extends ImageExportMeans {
  /** The open project; throws 'no-project'. */
  store(): ProjectStore;
}

/** Never overwrites an image of the project, nor the project itself. */
export function imageExportHandlers(means: ImageExportHandlerMeans): Pick<Handlers, 'images.export'> {
  return {
    'images.export'({ imageId, path, subset, level, region }, { signal, progress }) {
      const project = means.store();
      const image = present(project, imageId);
      const inputs = [project.path, ...project.images().map((one) => one.path)];
      const request = { image, path: resolve(path), subset, level, region, display: image.display, inputs };
      const title = `Export ${image.name} to ${basename(path)}`;
      return recordedJob(project, 'export', title, () => exportImage(request, means, { signal, progress }));
    },
  };
}
