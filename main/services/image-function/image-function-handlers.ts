import { basename, resolve } from 'node:path';
import { parseFunction } from '#core/model/image-function.ts';
import type { Handlers } from '../handlers.ts';
import { filesOfImages } from '../images/files-of-images.ts';
import { present } from '../images/image-handlers.ts';
import type { ProjectStore } from '../ports.ts';
import { recordedJob } from '../recorded-job.ts';
import { type FunctionMeans, runFunctions } from './run-functions.ts';

export interface ImageFunctionHandlerMeans extends FunctionMeans {
  /** The open project; throws 'no-project'. */
  store(): ProjectStore;
}

/** Never overwrites an image of the project, nor the project itself. */
export function imageFunctionHandlers(means: ImageFunctionHandlerMeans): Pick<Handlers, 'images.function'> {
  return {
    'images.function'({ imageId, steps: texts, path }, { signal, progress }) {
      const project = means.store();
      const image = present(project, imageId);
      const steps = texts.map((text) => {
        const step = parseFunction(text);
        return 'with' in step ? { ...step, with: resolve(step.with) } : step;
      });
      const title = `${steps.map(({ name }) => name).join(', ')} of ${image.name} to ${basename(path)}`;
      return recordedJob(project, 'export', title, async () => {
        const inputs = [project.path, ...(await filesOfImages(means.pool, project.images(), { signal }))];
        return runFunctions({ image, steps, path: resolve(path), inputs }, means, { signal, progress });
      });
    },
  };
}
