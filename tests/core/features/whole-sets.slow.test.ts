import { describe, expect, test } from 'vitest';
import { featureName } from '#core/features/feature-definition.ts';
import { setFeatures } from '#core/features/feature-sets.ts';
import { canonicalFeatureSet, formatFeatureSet } from '#core/model/feature-set-id.ts';
import { MULTISCALE_FAMILIES, MULTISCALE_SIGMAS } from '#core/model/features.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { extractImage } from './extract-image.ts';
import { naiveFeature, relativeError } from './naive-features.ts';
import { randomImage } from './random-image.ts';

const WHOLE_GRID = formatFeatureSet({
  set: 'multiscale',
  grid: Object.fromEntries(MULTISCALE_FAMILIES.map((family) => [family, MULTISCALE_SIGMAS])),
});

describe.each([
  [WHOLE_GRID, { seed: 1, width: 53, height: 41 }],
  [WHOLE_GRID, { seed: 3, width: 5, height: 3 }],
  [canonicalFeatureSet('scattering(scales:2;order:2)'), { seed: 4, width: 31, height: 45 }],
  [canonicalFeatureSet('scattering(scales:3;order:2)'), { seed: 5, width: 23, height: 34 }],
] as const)('%s', (set, { seed, width, height }) => {
  test(`random image ${width} × ${height} equals the definition`, () => {
    const image = randomImage(width, height, 1, seed);
    const planes = extractImage(loadKernels(), set, image);
    for (const [f, feature] of setFeatures(set).entries()) {
      const expected = naiveFeature(image, feature).data;
      // On a few pixels a wide Gaussian is all but constant; rounding is then measured against 1 % of the image's range.
      expect(relativeError(planes[f]!, expected, 41), featureName(feature)).toBeLessThan(1e-4);
    }
  });
});

test('126 moduli in tiles equal those of the whole to the last bit', () => {
  const set = canonicalFeatureSet('scattering(scales:3;order:2)');
  const image = randomImage(97, 130, 2, 7);
  const whole = extractImage(loadKernels(), set, image);
  const tiled = extractImage(loadKernels(), set, image, { tileWidth: 64, tileHeight: 49, stripRows: 11 });
  for (const [f, plane] of whole.entries()) {
    expect(Buffer.from(tiled[f]!.buffer).equals(Buffer.from(plane.buffer)), `feature ${f}`).toBe(true);
  }
});
