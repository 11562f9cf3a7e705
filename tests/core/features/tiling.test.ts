import { describe, expect, test } from 'vitest';
import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import { canonicalFeatureSet } from '#core/model/feature-set-id.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { extractImage } from './extract-image.ts';
import { randomImage } from './random-image.ts';

/** Compares bits, so that -0 and 0 differ and NaN equals itself. */
function expectSameBits(actual: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [f, plane] of expected.entries()) {
    const a = Buffer.from(actual[f]!.buffer);
    expect(a.equals(Buffer.from(plane.buffer)), `feature ${f}`).toBe(true);
  }
}

const SETS = [
  'basic25',
  'basic33',
  canonicalFeatureSet('multiscale'),
  canonicalFeatureSet('multiscale(gaussian:0.3;difference:0.3,1;tensor:0.3,1.6;laplacian:0.7)'),
  canonicalFeatureSet('scattering(scales:2)'),
  canonicalFeatureSet('scattering(scales:2;order:2)'),
] as const;

describe.each(SETS)('%s by tiles equals the whole to the last bit', (set) => {
  test.each([
    { width: 131, height: 97, channels: 1, tileWidth: 64, tileHeight: 32 },
    { width: 131, height: 97, channels: 1, tileWidth: 37, tileHeight: 41 },
    { width: 97, height: 130, channels: 2, tileWidth: 128, tileHeight: 17 },
    { width: 70, height: 61, channels: 1, tileWidth: 70, tileHeight: 61, stripRows: 7 },
    { width: 40, height: 33, channels: 1, tileWidth: 1, tileHeight: 33 },
    { width: 11, height: 50, channels: 3, tileWidth: 5, tileHeight: 50, stripRows: 1 },
    { width: 9, height: 1, channels: 1, tileWidth: 2, tileHeight: 1 },
    { width: 1, height: 1, channels: 1, tileWidth: 16, tileHeight: 16 },
    { width: 60, height: 45, channels: 2, tileWidth: 60, tileHeight: 45, stripRows: 5 },
  ])('$width × $height × $channels in tiles of $tileWidth × $tileHeight', ({ width, height, channels, ...tiling }) => {
    const image = randomImage(width, height, channels, width + height);
    expectSameBits(extractImage(loadKernels(), set, image, tiling), extractImage(loadKernels(), set, image));
  });
});

test('a tile leaves nothing behind for the next one', () => {
  const kernels = loadKernels();
  const bright = { ...randomImage(80, 60, 1, 5), data: new Float32Array(80 * 60).fill(Number.NaN) };
  const image = randomImage(80, 60, 1, 6);
  const alone = extractImage(kernels, 'basic25', image);
  extractImage(kernels, 'basic25', bright);
  expectSameBits(extractImage(kernels, 'basic25', image), alone);
});

test.each(SETS)('%s: strips in any order hold the same bits', (set) => {
  const kernels = loadKernels();
  const image = randomImage(50, 90, 2, 12);
  const whole = extractImage(kernels, set, image);
  const mark = kernels.arena.mark();
  const extractor = createFeatureExtractor(kernels, { set, channels: 2, maxWidth: 50, maxHeight: 90 });
  extractor.loadInput(image, { tile: { x: 0, y: 0, width: 50, height: 90 }, imageWidth: 50, imageHeight: 90 });
  // Backwards, overlapping, the same again shorter and longer, a gap.
  for (const [top, rows] of [
    [60, 30],
    [10, 20],
    [12, 9],
    [12, 4],
    [12, 32],
    [89, 1],
    [0, 32],
    [32, 32],
  ] as const) {
    const { pointer, planeStride } = extractor.compute(top, rows);
    for (const [f, plane] of whole.entries()) {
      const strip = kernels.arena.float32(pointer + 4 * extractor.planeOf[f]! * planeStride, 50 * rows);
      const expected = plane.subarray(top * 50, (top + rows) * 50);
      const equal = strip.every((value, i) => Object.is(value, expected[i]));
      expect(equal, `feature ${f}, rows ${top} … ${top + rows - 1}`).toBe(true);
    }
  }
  kernels.arena.reset(mark);
});
