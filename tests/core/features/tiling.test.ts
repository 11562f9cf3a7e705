import { describe, expect, test } from 'vitest';
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

describe.each(['basic25', 'basic33'] as const)('%s by tiles equals the whole to the last bit', (set) => {
  test.each([
    { width: 131, height: 97, channels: 1, tileWidth: 64, tileHeight: 32 },
    { width: 131, height: 97, channels: 1, tileWidth: 37, tileHeight: 41 },
    { width: 97, height: 130, channels: 2, tileWidth: 128, tileHeight: 17 },
    { width: 70, height: 61, channels: 1, tileWidth: 70, tileHeight: 61, stripRows: 7 },
    { width: 40, height: 33, channels: 1, tileWidth: 1, tileHeight: 33 },
    { width: 11, height: 50, channels: 3, tileWidth: 5, tileHeight: 50, stripRows: 1 },
    { width: 9, height: 1, channels: 1, tileWidth: 2, tileHeight: 1 },
    { width: 1, height: 1, channels: 1, tileWidth: 16, tileHeight: 16 },
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
