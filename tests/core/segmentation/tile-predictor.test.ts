import { describe, expect, it } from 'vitest';
import { createFeatureExtractor } from '#core/features/create-feature-extractor.ts';
import { sampleRows } from '#core/features/sample-rows.ts';
import { binRows } from '#core/forest/bin-rows.ts';
import { growTrees } from '#core/forest/grow-trees.ts';
import { randomStream } from '#core/forest/random.ts';
import { walkForest } from '#core/forest/walk-forest.ts';
import type { FeatureSettings } from '#core/model/features.ts';
import type { Forest } from '#core/model/forest.ts';
import type { PixelBlock, Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { haloRect } from '#core/raster/halo-rect.ts';
import { createTilePredictor } from '#core/segmentation/tile-predictor.ts';
import { loadKernels } from '../../../main/engines/load-kernels.ts';

const width = 173;
const height = 131;
const settings: FeatureSettings = { set: 'basic25', channels: [0, 1] };

/** Bright discs on a noisy ground, two channels; a flat corner, so that some leaves stay mixed. */
function sampleImage(): PixelBlock {
  const random = randomStream(21, 0);
  const data = new Uint16Array(2 * width * height);
  for (let i = 0; i < data.length; i++) {
    const x = i % width;
    const y = Math.floor(i / width) % height;
    const disc = Math.hypot((x % 40) - 20, (y % 36) - 18) < 11;
    data[i] = x < 50 && y < 70 ? 500 : (disc ? 900 : 300) + random.nextBelow(300);
  }
  return { width, height, channels: 2, data };
}

function cut({ channels, data }: PixelBlock, rect: Rect): PixelBlock {
  const part = new Uint16Array(channels * rect.width * rect.height);
  for (let c = 0; c < channels; c++) {
    const from = c * width * height + rect.y * width + rect.x;
    copyRegion(data, from, width, part, c * rect.width * rect.height, rect.width, rect.width, rect.height);
  }
  return { width: rect.width, height: rect.height, channels, data: part };
}

/** Features of every pixel, row-major. */
function featuresOf(image: PixelBlock): Float32Array {
  const kernels = loadKernels();
  kernels.arena.reset();
  const extractor = createFeatureExtractor(kernels, { set: 'basic25', channels: 2, maxWidth: width, maxHeight: height });
  extractor.loadInput(image, { tile: { x: 0, y: 0, width, height }, imageWidth: width, imageHeight: height });
  return sampleRows(
    kernels.arena,
    extractor,
    width,
    Array.from({ length: width * height }, (_, i) => i),
  );
}

function predictInTiles(image: PixelBlock, forest: Forest, tileWidth: number, tileHeight: number) {
  const kernels = loadKernels();
  kernels.arena.reset();
  const predictor = createTilePredictor(kernels, { settings, forest, maxWidth: tileWidth, maxHeight: tileHeight });
  const area = width * height;
  const labels = new Uint8Array(area);
  const confidence = new Uint8Array(area);
  const probabilities = new Float32Array(forest.classes * area);
  for (let y = 0; y < height; y += tileHeight) {
    for (let x = 0; x < width; x += tileWidth) {
      const tile = { x, y, width: Math.min(tileWidth, width - x), height: Math.min(tileHeight, height - y) };
      const block = cut(image, haloRect(tile, predictor.halo, width, height));
      const part = predictor.predict(block, { tile, imageWidth: width, imageHeight: height }, true);
      const at = y * width + x;
      copyRegion(part.labels, 0, tile.width, labels, at, width, tile.width, tile.height);
      copyRegion(part.confidence, 0, tile.width, confidence, at, width, tile.width, tile.height);
      for (let c = 0; c < forest.classes; c++) {
        const from = c * tile.width * tile.height;
        copyRegion(part.probabilities!, from, tile.width, probabilities, c * area + at, width, tile.width, tile.height);
      }
    }
  }
  return { labels, confidence, probabilities };
}

describe('createTilePredictor', () => {
  const image = sampleImage();
  const features = featuresOf(image);
  const chosen = Array.from({ length: 600 }, (_, i) => (i * 37) % (width * height));
  const rows = Float32Array.from(chosen.flatMap((pixel) => [...features.subarray(pixel * 50, (pixel + 1) * 50)]));
  const classes = Uint8Array.from(chosen, (pixel, i) => {
    const disc = Math.hypot(((pixel % width) % 40) - 20, (Math.floor(pixel / width) % 36) - 18) < 11;
    return i % 11 === 0 ? 2 : disc ? 1 : 0;
  });
  const { forest } = growTrees(binRows(rows, 50, classes, 3), 1, 0, 9);
  const whole = predictInTiles(image, forest, width, height);

  it('gives every pixel what the plain walk gives its features', () => {
    for (let i = 0; i < width * height; i += 7) {
      const p = walkForest(forest, features.subarray(i * 50, (i + 1) * 50));
      expect([0, 1, 2].map((c) => whole.probabilities[c * width * height + i])).toEqual([...p]);
      expect(whole.labels[i]).toBe(p.indexOf(Math.max(...p)) + 1);
    }
  });

  it('meets mixed leaves in this test', () => {
    expect(forest.leafFractions.length).toBeGreaterThan(9);
  });

  it.each([
    [128, 128],
    [64, 48],
    [50, 131],
    [173, 17],
    [20, 9],
    [7, 5],
  ])('gives the same bytes in tiles of %i × %i', (tileWidth, tileHeight) => {
    expect(predictInTiles(image, forest, tileWidth, tileHeight)).toEqual(whole);
  });

  it('leaves probabilities out unless asked for', () => {
    const kernels = loadKernels();
    kernels.arena.reset();
    const predictor = createTilePredictor(kernels, { settings, forest, maxWidth: width, maxHeight: height });
    const place = { tile: { x: 0, y: 0, width, height }, imageWidth: width, imageHeight: height };
    const { labels, confidence, probabilities } = predictor.predict(image, place, false);
    expect(probabilities).toBeNull();
    expect(labels).toEqual(whole.labels);
    expect(confidence).toEqual(whole.confidence);
  });

  it('refuses a forest for other features', () => {
    const one = { set: 'basic25', channels: [0] } as const;
    const kernels = loadKernels();
    kernels.arena.reset();
    expect(() => createTilePredictor(kernels, { settings: one, forest, maxWidth: 8, maxHeight: 8 })).toThrow(RangeError);
  });
});
