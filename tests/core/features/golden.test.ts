import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { featureName } from '#core/features/feature-definition.ts';
import { featureNames, setFeatures } from '#core/features/feature-sets.ts';
import { canonicalFeatureSet, formatFeatureSet } from '#core/model/feature-set-id.ts';
import { MULTISCALE_FAMILIES, MULTISCALE_SIGMAS } from '#core/model/features.ts';
import type { PixelBlock } from '#core/model/image.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { extractImage } from './extract-image.ts';
import { relativeError } from './naive-features.ts';

interface Manifest {
  readonly images: Readonly<Record<string, { readonly channels: number; readonly height: number; readonly width: number }>>;
  readonly planesPerChannel: number;
  readonly planeOf: Readonly<Record<string, number>>;
  /** Files of one image and the planes of these names. */
  readonly sets: Readonly<
    Record<string, { readonly height: number; readonly width: number; readonly planes: readonly string[] }>
  >;
}

const FOLDER = new URL('../../golden/features/', import.meta.url);
const MANIFEST = JSON.parse(readFileSync(new URL('planes.json', FOLDER), 'utf8')) as Manifest;

function readFloats(name: string): Float32Array<ArrayBuffer> {
  const bytes = readFileSync(new URL(`${name}.bin`, FOLDER));
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/** The image and every golden plane, per channel. */
function readGolden(name: string): { image: PixelBlock; plane: (channel: number, feature: string) => Float32Array } {
  const { channels, height, width } = MANIFEST.images[name]!;
  const values = readFloats(name);
  const size = width * height;
  return {
    image: { width, height, channels, data: values.slice(0, channels * size) },
    plane: (channel, feature) => {
      const at = channels + channel * MANIFEST.planesPerChannel + MANIFEST.planeOf[feature]!;
      return values.subarray(at * size, (at + 1) * size);
    },
  };
}

describe.each(['one-channel', 'three-channels'])('%s image', (name) => {
  const { image, plane } = readGolden(name);

  test.each(['basic25', 'basic33'] as const)('%s agrees with SciPy and scikit-image, border included', (set) => {
    const features = setFeatures(set);
    const planes = extractImage(loadKernels(), set, image);
    expect(planes).toHaveLength(image.channels * features.length);
    for (const [i, actual] of planes.entries()) {
      const feature = features[i % features.length]!;
      const label = featureName(feature);
      const error = relativeError(actual, plane(Math.floor(i / features.length), label));
      // Float32 arithmetic reaches 1e-5 everywhere; the product promises 1e-4 and, for Gabors, 1e-3.
      expect(error, label).toBeLessThan(1e-5);
    }
  });
});

function rangeOf(values: Float32Array): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}

const WHOLE_GRID = formatFeatureSet({
  set: 'multiscale',
  grid: Object.fromEntries(MULTISCALE_FAMILIES.map((family) => [family, MULTISCALE_SIGMAS])),
});

test.each([
  ['multiscale', WHOLE_GRID, 56],
  ['scattering', canonicalFeatureSet('scattering(scales:3;order:2)'), 19],
] as const)('%s agrees with SciPy and scikit-image, border included', (name, set, count) => {
  const { width, height, planes: names } = MANIFEST.sets[name]!;
  const values = readFloats(name);
  const size = width * height;
  const planes = extractImage(loadKernels(), set, { width, height, channels: 1, data: values.slice(0, size) });
  const own = featureNames(set, ['']);
  expect(names).toHaveLength(count);
  for (const [i, label] of names.entries()) {
    const golden = (at: number): Float32Array => values.subarray((at + 1) * size, (at + 2) * size);
    // An eigenvalue is as exact as its matrix: what rounding leaves of the smaller one is a share of the larger.
    const matrix = golden(names.indexOf(label.replace('smaller', 'larger')));
    const error = relativeError(planes[own.indexOf(label)]!, golden(i), rangeOf(matrix));
    expect(error, label).toBeLessThan(1e-5);
  }
});
