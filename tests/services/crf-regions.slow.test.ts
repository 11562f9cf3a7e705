import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE, type Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import { openImage } from '../../main/formats/open-image.ts';
import type { PredictionSubject } from '../../main/services/prediction/predictions.ts';
import { classifierModel, type SegmentingModel } from '../../main/services/prediction/segmenting-model.ts';
import { withSharedForest } from '../../main/services/prediction/usable-models.ts';
import { createCrfRegions } from '../../main/services/refinement/crf-regions.ts';
import { type CellImage, drawCells } from './cell-images.ts';

const WIDTH = 1100;
const HEIGHT = 700;
const WHOLE: Rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
let folder: string;
let engine: Engine;
let drawn: CellImage;
let modelFile: string;
let plain: SegmentingModel;
let image: PredictionSubject['image'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-crf-regions-'));
  engine = composeEngine({ threads: 2, cacheFolder: join(folder, 'cache'), dataFolder: join(folder, 'data') });
  drawn = await drawCells(folder, 'cells', 5, WIDTH, HEIGHT);
  const small = await drawCells(folder, 'small', 6, 200, 150);
  const pairs = [{ image: small.image, labels: small.labels }];
  modelFile = join(folder, 'm.grovemodel');
  await engine.trainFromFiles({ pairs, set: 'basic25', channels: null, trees: 3, seed: 0, classNames: null }, modelFile);
  const info = await engine.pool.run('image.open', { path: drawn.image });
  image = { path: drawn.image, name: 'cells.png', contentHash: 'sha256:cells', info };
  plain = classifierModel(withSharedForest(await engine.modelFiles.read(modelFile)), image, [0], engine);
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The same plane with regions of their own, so that nothing is kept from other tests. */
const fresh = (strength: number, confidence: 'before' | 'after' = 'after'): SegmentingModel =>
  createCrfRegions(engine.pool, engine.sources).refined(plain, image, { strength, confidence });

function cut(whole: TilePrediction, rect: Rect): { labels: Uint8Array; confidence: Uint8Array } {
  const [labels, confidence] = [new Uint8Array(rect.width * rect.height), new Uint8Array(rect.width * rect.height)];
  const at = rect.y * WIDTH + rect.x;
  copyRegion(whole.labels, at, WIDTH, labels, 0, rect.width, rect.width, rect.height);
  copyRegion(whole.confidence, at, WIDTH, confidence, 0, rect.width, rect.width, rect.height);
  return { labels, confidence };
}

const wrong = ({ labels }: TilePrediction): number => labels.reduce((sum, label, i) => sum + Number(label !== drawn.truth[i]), 0);

describe('a model refined by a CRF', () => {
  it('is the model itself at strength 0', () => {
    expect(fresh(0)).toBe(plain);
  });

  it('is nearer to the truth, sure of itself, and gives marginals that add up to 1', async () => {
    const before = await plain.predict(FIRST_PLANE, WHOLE, true, {});
    const after = await fresh(50).predict(FIRST_PLANE, WHOLE, true, {});
    expect(wrong(after)).toBeLessThan(0.7 * wrong(before));
    expect(after.confidence.every((value) => value === 100)).toBe(true);
    const area = WIDTH * HEIGHT;
    for (let i = 0; i < area; i += 97) {
      const [first, second] = [after.probabilities![i]!, after.probabilities![area + i]!];
      expect(first + second).toBeCloseTo(1, 5);
      expect(after.labels[i]).toBe(second > first ? 2 : 1);
    }
  });

  it('keeps the confidence from before where that is wanted', async () => {
    const before = await plain.predict(FIRST_PLANE, WHOLE, false, {});
    const after = await fresh(50, 'before').predict(FIRST_PLANE, WHOLE, false, {});
    expect(after.confidence).toEqual(before.confidence);
    expect(after.labels).not.toEqual(before.labels);
    expect(after.probabilities).toBeNull();
  });

  it('gives the same bytes for any part of the plane, in any order', async () => {
    const whole = await fresh(60, 'before').predict(FIRST_PLANE, WHOLE, false, {});
    const again = fresh(60, 'before');
    const parts = [
      { x: 500, y: 505, width: 30, height: 20 },
      { x: 1030, y: 0, width: 70, height: 700 },
      { x: 0, y: 256, width: 256, height: 256 },
      { x: 511, y: 511, width: 1, height: 1 },
    ];
    for (const rect of parts) {
      const { labels, confidence } = await again.predict(FIRST_PLANE, rect, false, {});
      expect({ labels, confidence }).toEqual(cut(whole, rect));
    }
  });

  it('gives the same file on one thread and two, for any block size, and says in it what was done', async () => {
    const files: Buffer[] = [];
    for (const [threads, tile] of [
      [1, 512],
      [2, 512],
      [2, 192],
    ] as const) {
      const other = composeEngine({ threads, cacheFolder: join(folder, 'cache'), dataFolder: join(folder, 'data') });
      const path = join(folder, `out-${threads}-${tile}.ome.tif`);
      await other.segmentFile({
        ...{ model: modelFile, image: drawn.image, plane: FIRST_PLANE, tile, crf: { strength: 40, confidence: 'before' } },
        outputs: { path, format: 'labels', probabilities: null, confidence: null, minConfidence: 70 },
      });
      await other.close();
      const file = await openImage(path);
      const block = await file.read({ plane: FIRST_PLANE, level: 0, rect: WHOLE, channels: [0] });
      files.push(Buffer.from(block.data.buffer, block.data.byteOffset, block.data.byteLength));
      await file.close();
      expect(readFileSync(path).includes('dense conditional random field (crf 40 before)')).toBe(true);
    }
    expect(files[1]!.equals(files[0]!)).toBe(true);
    expect(files[2]!.equals(files[0]!)).toBe(true);
    // The threshold took effect, which it could not with 100 % everywhere.
    expect(files[0]!.includes(0)).toBe(true);
  });

  it('is counted and shown in the window like any other result, apart from that without it', async () => {
    const levels = engine.levels.levels(image, 0);
    const subject = { model: fresh(50), image, plane: FIRST_PLANE, levels };
    const seen: number[] = [];
    const histogram = await engine.predictions.plane(subject, { onProgress: (done, total) => seen.push(done / total) });
    const whole = await subject.model.predict(FIRST_PLANE, WHOLE, false, {});
    const expected = [1, 2].map((label) => whole.labels.reduce((sum, one) => sum + Number(one === label), 0));
    expect(histogram.map((row) => row[100])).toEqual(expected);
    expect(seen.at(-1)).toBe(1);
    const tile = await engine.predictions.tile(subject, { level: 0, column: 1, row: 2 }, 1, {});
    expect(tile.labels).toEqual(cut(whole, { x: 256, y: 512, width: 256, height: 188 }).labels);
    const without = await engine.predictions.tile({ ...subject, model: plain }, { level: 0, column: 1, row: 2 }, null, {});
    expect(without.labels).not.toEqual(tile.labels);
  });

  it('can be cancelled, also by one of two that wait for the same tile', async () => {
    const model = fresh(70);
    const [first, second] = [new AbortController(), new AbortController()];
    const rect = { x: 0, y: 0, width: 256, height: 256 };
    const leaving = model.predict(FIRST_PLANE, rect, false, { signal: first.signal });
    const staying = model.predict(FIRST_PLANE, { ...rect, x: 128 }, false, { signal: second.signal });
    setTimeout(() => first.abort(), 20);
    await expect(leaving).rejects.toMatchObject({ kind: 'cancelled' });
    expect((await staying).labels).toHaveLength(256 * 256);
    const stopped = new AbortController();
    const alone = fresh(71).predict(FIRST_PLANE, WHOLE, false, { signal: stopped.signal });
    setTimeout(() => stopped.abort(), 50);
    await expect(alone).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
