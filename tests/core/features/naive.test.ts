import { describe, expect, test } from 'vitest';
import { featureName } from '#core/features/feature-definition.ts';
import { setFeatures } from '#core/features/feature-sets.ts';
import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { extractImage } from './extract-image.ts';
import { naiveFeature, relativeError } from './naive-features.ts';
import { randomImage } from './random-image.ts';

/** Every family at a scale of short filters and at one of long ones; the slow test has the others. */
const MULTISCALE = canonicalFeatureSet(
  'multiscale(gaussian:0.7,1.6;laplacian:0.7,1.6;gradient:0.7,1.6;difference:0.7,1.6;tensor:0.7,1.6;hessian:0.7,1.6)',
);
const SCATTERING = canonicalFeatureSet('scattering(scales:2;order:1)');

describe.each(['basic25', 'basic33', MULTISCALE, SCATTERING] as const)('%s', (set) => {
  test.each([
    { seed: 1, width: 53, height: 41 },
    { seed: 2, width: 16, height: 67 },
    { seed: 3, width: 5, height: 3 },
  ])('random image $width × $height equals the definition', ({ seed, width, height }) => {
    const image = randomImage(width, height, 1, seed);
    const planes = extractImage(loadKernels(), set, image);
    for (const [f, feature] of setFeatures(set).entries()) {
      const expected = naiveFeature(image, feature).data;
      // On a few pixels a wide Gaussian is all but constant; rounding is then measured against 1 % of the image's range.
      expect(relativeError(planes[f]!, expected, 41), featureName(feature)).toBeLessThan(1e-4);
    }
  });
});
