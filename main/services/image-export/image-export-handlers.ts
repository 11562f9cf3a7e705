import { basename, resolve } from 'node:path';
import type { Handlers } from '../handlers.ts';
import { filesOfImages } from '../images/files-of-images.ts';
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
      const request = { image, path: resolve(path), subset, level, region, display: image.display };
      const title = `Export ${image.name} to ${basename(path)}`;
      return recordedJob(project, 'export', title, async () => {
        const inputs = [project.path, ...(await filesOfImages(means.pool, project.images(), { signal }))];
        return exportImage({ ...request, inputs }, means, { signal, progress });
      });
    },
  };
}
