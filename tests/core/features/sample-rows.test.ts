import { expect, test } from 'vitest';
import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import { sampleRows } from '#core/features/sample-rows.ts';
import { haloRect } from '#core/raster/halo-rect.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';
import { cut, extractImage } from './extract-image.ts';
import { randomImage } from './random-image.ts';

test('rows of labelled pixels hold the same bits as the planes', () => {
  const kernels = loadKernels();
  const image = randomImage(150, 120, 2, 8);
  const planes = extractImage(kernels, 'basic25', image);
  const tile = { x: 40, y: 20, width: 90, height: 95 };
  const extractor = createFeatureExtractor(kernels, { set: 'basic25', channels: 2, maxWidth: 128, maxHeight: 96 });
  extractor.loadInput(cut(image, haloRect(tile, extractor.halo, 150, 120)), { tile, imageWidth: 150, imageHeight: 120 });

  const places = [
    [0, 0],
    [89, 0],
    [3, 1],
    [50, 29],
    [51, 30],
    [0, 31],
    [7, 61],
    [88, 94],
    [89, 94],
  ] as const;
  const rows = sampleRows(
    kernels.arena,
    extractor,
    tile.width,
    places.map(([x, y]) => y * tile.width + x),
  );
  expect(rows).toHaveLength(places.length * 50);
  for (const [i, [x, y]] of places.entries()) {
    const expected = planes.map((plane) => plane[(tile.y + y) * 150 + tile.x + x]!);
    expect([...rows.subarray(i * 50, (i + 1) * 50)]).toEqual(expected);
  }
  expect(sampleRows(kernels.arena, extractor, tile.width, [])).toHaveLength(0);
});
