import { basename, resolve } from 'node:path';
import type { Handlers } from '../handlers.ts';
import { filesOfImages } from '../images/files-of-images.ts';
import type { ProjectStore } from '../ports.ts';
import { type SubjectMeans, subjectOf } from '../prediction/prediction-handlers.ts';
import { recordedJob } from '../recorded-job.ts';
import { partOf, wholePlane } from './export-request.ts';
import { type ExportMeans, exportSegmentation } from './export-segmentation.ts';

export interface ExportHandlerMeans extends ExportMeans, SubjectMeans {
  /** The open project; throws 'no-project'. */
  store(): ProjectStore;
}

/** Never overwrites an image of the project, nor the project itself. */
export function exportHandlers(means: ExportHandlerMeans): Pick<Handlers, 'export.segmentation'> {
  return {
    async 'export.segmentation'(
      { modelId, imageId, plane, subset, path, format, classes, probabilities, confidence, minConfidence, crf },
      { signal, progress },
    ) {
      const project = means.store();
      const { model, image } = await subjectOf(means, project, modelId, imageId, plane, crf);
      const part = subset === null ? wholePlane(image, plane) : partOf(image, subset);
      const absolute = (file: string | null): string | null => (file === null ? null : resolve(file));
      const outputs = {
        path: resolve(path),
        format,
        classes,
        probabilities: absolute(probabilities),
        confidence: absolute(confidence),
        minConfidence,
      };
      const title = `Export ${image.name} to ${basename(path)}`;
      return recordedJob(project, 'export', title, async () => {
        const inputs = [project.path, ...(await filesOfImages(means.pool, project.images(), { signal }))];
        return exportSegmentation({ model, image, part }, outputs, means, { signal, progress, inputs });
      });
    },
  };
}
