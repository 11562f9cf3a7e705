import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { featureName } from '#core/features/feature-definition.ts';
import { setFeatures } from '#core/features/feature-sets.ts';
import type { PixelBlock } from '#core/model/image.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { extractImage } from './extract-image.ts';
import { relativeError } from './naive-features.ts';

interface Manifest {
  readonly images: Readonly<Record<string, { readonly channels: number; readonly height: number; readonly width: number }>>;
  readonly planesPerChannel: number;
  readonly planeOf: Readonly<Record<string, number>>;
}

const FOLDER = new URL('../../golden/features/', import.meta.url);
const MANIFEST = JSON.parse(readFileSync(new URL('planes.json', FOLDER), 'utf8')) as Manifest;

/** The image and every golden plane, per channel. */
function readGolden(name: string): { image: PixelBlock; plane: (channel: number, feature: string) => Float32Array } {
  const { channels, height, width } = MANIFEST.images[name]!;
  const bytes = readFileSync(new URL(`${name}.bin`, FOLDER));
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
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
