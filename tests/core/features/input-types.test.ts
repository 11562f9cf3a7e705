import { describe, expect, test } from 'vitest';
import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import { allocatePixels, type PixelType } from '#core/model/image.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { extractImage } from './extract-image.ts';

/** Values that show sign, width and rounding of each type. */
const SAMPLES: Readonly<Record<PixelType, readonly number[]>> = {
  uint8: [0, 1, 127, 128, 255],
  int8: [-128, -1, 0, 1, 127],
  uint16: [0, 1, 32_767, 32_768, 65_535],
  int16: [-32_768, -1, 0, 1, 32_767],
  uint32: [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1],
  int32: [-(2 ** 31), -16_777_217, 0, 16_777_217, 2 ** 31 - 1],
  float32: [-1.5, 0, 1e-3, 3.25, 1e9],
  float64: [-0.1, 0, 1 / 3, 16_777_217, 1e9 + 0.5],
};

describe.each(Object.keys(SAMPLES) as PixelType[])('%s', (type) => {
  test('becomes the nearest float32', () => {
    const samples = SAMPLES[type];
    const data = allocatePixels(type, samples.length * 3);
    data.set([...samples, ...samples.toReversed(), ...samples]);
    const image = { width: samples.length, height: 3, channels: 1, data };
    // Plane 0 of Basic Features 33 is the image.
    const plane = extractImage(loadKernels(), 'basic33', image)[0]!;
    expect([...plane]).toEqual([...samples, ...samples.toReversed(), ...samples].map(Math.fround));
  });
});

test.each(['float32', 'float64'] as const)('%s samples that are no finite numbers make no feature NaN', (type) => {
  const data = allocatePixels(type, 40 * 30);
  for (let i = 0; i < data.length; i += 7) data[i] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3][i % 4]!;
  const image = { width: 40, height: 30, channels: 1, data };
  const plane = extractImage(loadKernels(), 'basic33', image)[0]!;
  expect([plane[0], plane[7], plane[14], plane[21]]).toEqual([0, 3, Math.fround(-1e30), Math.fround(1e30)]);
  for (const set of ['basic25', 'basic33', 'multiscale', 'scattering(scales:2;order:2)'].map(canonicalFeatureSet)) {
    for (const values of extractImage(loadKernels(), set, image)) expect(values.some(Number.isNaN)).toBe(false);
  }
});

describe('what the extractor refuses', () => {
  const kernels = loadKernels();
  const extractor = createFeatureExtractor(kernels, { set: 'basic25', channels: 1, maxWidth: 32, maxHeight: 32 });
  const place = (width: number, height: number) => ({
    tile: { x: 0, y: 0, width, height },
    imageWidth: width,
    imageHeight: height,
  });
  const block = (width: number, height: number, channels = 1) => ({
    width,
    height,
    channels,
    data: new Uint8Array(width * height * channels),
  });

  test('a block that is not the tile with its halo', () => {
    expect(() => extractor.loadInput(block(31, 32), place(32, 32))).toThrow(/1 × 32 × 32 samples/);
    expect(() => extractor.loadInput(block(32, 32, 2), place(32, 32))).toThrow(RangeError);
  });

  test('a tile larger than it was made for', () => {
    expect(() => extractor.loadInput(block(33, 32), place(33, 32))).toThrow(/32 × 32/);
  });

  test('rows outside the tile', () => {
    extractor.loadInput(block(20, 20), place(20, 20));
    expect(extractor.compute(0, 20).height).toBe(20);
    expect(() => extractor.compute(5, 16)).toThrow(RangeError);
    expect(() => extractor.compute(-1, 2)).toThrow(RangeError);
    expect(() => extractor.compute(0, 0)).toThrow(RangeError);
  });
});
