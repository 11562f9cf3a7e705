import { basename, resolve } from 'node:path';
import type { Handlers } from '../handlers.ts';
import type { LevelReader } from '../images/level-reader.ts';
import type { ProjectStore } from '../ports.ts';
import { subjectOf } from '../prediction/prediction-handlers.ts';
import type { UsableModels } from '../prediction/usable-models.ts';
import { recordedJob } from '../recorded-job.ts';
import { type ExportMeans, exportSegmentation } from './export-segmentation.ts';

export interface ExportHandlerMeans extends ExportMeans {
  readonly models: UsableModels;
  readonly levels: LevelReader;
  /** The open project; throws 'no-project'. */
  store(): ProjectStore;
}

/** Never overwrites an image of the project, nor the project itself. */
export function exportHandlers(means: ExportHandlerMeans): Pick<Handlers, 'export.segmentation'> {
  return {
    'export.segmentation'(
      { modelId, imageId, plane, path, format, probabilities, confidence, minConfidence },
      { signal, progress },
    ) {
      const project = means.store();
      const subject = subjectOf(means, project, modelId, imageId, plane);
      const absolute = (file: string | null): string | null => (file === null ? null : resolve(file));
      const outputs = {
        path: resolve(path),
        format,
        probabilities: absolute(probabilities),
        confidence: absolute(confidence),
        minConfidence,
      };
      const inputs = [project.path, ...project.images().map((image) => image.path)];
      const title = `Export ${subject.image.name} to ${basename(path)}`;
      return recordedJob(project, 'export', title, () =>
        exportSegmentation(subject, outputs, means, { signal, progress, inputs }),
      );
    },
  };
}
