import { GroveError } from '#core/model/error.ts';
import type { QualityReport } from '#core/model/quality.ts';
import { countImages, crossValidate, type ValidationMeans, type ValidationRequest } from './cross-validate.ts';
import type { TrainingOptions } from './train-classifier.ts';

/**
 * Cross-validation with blocks kept apart and, where there are several images, with whole images kept apart. Throws what crossValidate
 * throws where neither is possible.
 */
export async function judgeBothWays(
  request: Omit<ValidationRequest, 'by'>,
  means: ValidationMeans,
  options: TrainingOptions = {},
): Promise<Pick<QualityReport, 'blocks' | 'images' | 'misjudged'>> {
  const several = countImages(request.sources) > 1;
  const blocks = await crossValidate({ ...request, by: 'block' }, means, options).catch((error: unknown) => {
    // Whole images can be kept apart however close the labels lie.
    if (several && error instanceof GroveError && error.code === 'TOO_CLOSE') return null;
    throw error;
  });
  const images = several ? await crossValidate({ ...request, by: 'image' }, means, options) : null;
  const misjudged = (blocks ?? images)!.misjudged;
  return { blocks: blocks?.validation ?? null, images: images?.validation ?? null, misjudged };
}
