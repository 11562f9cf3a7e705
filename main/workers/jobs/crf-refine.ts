import type { Kernels } from '#core/kernels/kernels.ts';
import { type CrfAnswer, runCrf } from '#core/segmentation/crf/crf-field.ts';
import { crfParameters } from '#core/segmentation/crf/crf-parameters.ts';
import { separateKernels } from '../../engines/load-kernels.ts';
import type { Jobs } from '../../services/ports.ts';
import type { JobContext } from '../job-context.ts';
import { openSource } from '../open-sources.ts';

/** Of this thread. The tiles of a classifier come in between, and its trees shall stay prepared. */
let kernels: Kernels | undefined;

export async function crfRefine(
  { source, plane, channels, strength, ...field }: Jobs['crf.refine']['in'],
  context: JobContext,
): Promise<CrfAnswer> {
  const file = await openSource(source);
  const image = await file.read({ plane, level: 0, rect: field.rect, channels });
  kernels ??= separateKernels();
  return runCrf(kernels, { ...field, image }, crfParameters(strength), () => context.throwIfCancelled());
}
