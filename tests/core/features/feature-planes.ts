import { featureNames } from '#core/features/feature-sets.ts';
import type { FeatureSetId } from '#core/model/features.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { extractImage } from './extract-image.ts';

/** Features of a square image given by a formula, as name → value at (x, y). */
export function featuresOf(
  set: FeatureSetId,
  size: number,
  value: (x: number, y: number) => number,
): (name: string, x: number, y: number) => number {
  const data = Float32Array.from({ length: size * size }, (_, i) => value(i % size, Math.floor(i / size)));
  const planes = extractImage(loadKernels(), set, { width: size, height: size, channels: 1, data });
  const names = featureNames(set, ['']);
  return (name, x, y) => {
    const f = names.indexOf(name);
    if (f < 0) throw new Error(`No feature is named ${name}.`);
    return planes[f]![y * size + x]!;
  };
}
