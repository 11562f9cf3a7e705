import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import type { TilePrediction } from '#core/segmentation/tile-prediction.ts';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import { predictInBlocks } from '../../main/services/export/prediction-blocks.ts';
import type { PredictionSubject } from '../../main/services/prediction/predictions.ts';
import { classifierModel } from '../../main/services/prediction/segmenting-model.ts';
import { withSharedForest } from '../../main/services/prediction/usable-models.ts';
import { drawCells } from './cell-images.ts';

const WIDTH = 1100;
const HEIGHT = 530;
const LEVELS = [
  [1100, 530],
  [550, 265],
  [275, 133],
  [138, 67],
];
let folder: string;
let engine: Engine;
let subject: PredictionSubject;
let whole: TilePrediction;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-predictions-'));
  engine = composeEngine({ threads: 2, cacheFolder: join(folder, 'cache') });
  const drawn = await drawCells(folder, 'cells', 5, WIDTH, HEIGHT);
  const pairs = [{ image: drawn.image, labels: drawn.labels }];
  const training = { pairs, set: 'basic25', channels: null, trees: 5, seed: 0, classNames: null } as const;
  const out = join(folder, 'm.grovemodel');
  await engine.trainFromFiles(training, out);
  const classifier = withSharedForest(await engine.modelFiles.read(out));
  const info = await engine.pool.run('image.open', { path: drawn.image });
  const image = { path: drawn.image, name: 'cells.png', contentHash: 'sha256:cells', info };
  const model = classifierModel(classifier, image, [0], engine);
  subject = { model, image, plane: FIRST_PLANE, levels: engine.levels.levels(image, 0) };
  const rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  const asked = { edge: 2048, probabilities: true, lane: 0 };
  whole = await predictInBlocks(model, FIRST_PLANE, rect, asked, new AbortController().signal);
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('predicted tiles', () => {
  it('are counted like the tiles of the image', () => {
    expect(subject.levels.map(({ width, height }) => [width, height])).toEqual(LEVELS);
  });

  it.each([3, 2, 1, 0])('at level %i take the upper left of the pixels they stand for', async (level) => {
    const step = 2 ** level;
    const [width, height] = LEVELS[level]!;
    for (let row = 0; row * 256 < height!; row++) {
      for (let column = 0; column * 256 < width!; column++) {
        const tile = await engine.predictions.tile(subject, { level, column, row }, 1, {});
        expect([tile.width, tile.height]).toEqual([Math.min(256, width! - column * 256), Math.min(256, height! - row * 256)]);
        for (let i = 0; i < tile.labels.length; i++) {
          const x = Math.min(WIDTH - 1, (column * 256 + (i % tile.width)) * step);
          const y = Math.min(HEIGHT - 1, (row * 256 + Math.floor(i / tile.width)) * step);
          const at = y * WIDTH + x;
          const percent = Math.floor(100 * whole.probabilities![WIDTH * HEIGHT + at]! + 1e-4);
          const same = tile.labels[i] === whole.labels[at] && tile.confidence[i] === whole.confidence[at];
          if (!same || tile.probability![i] !== percent) throw new Error(`level ${level}, pixel ${x}, ${y}`);
        }
      }
    }
  });

  it('count every pixel once by class and confidence', async () => {
    const seen: number[] = [];
    const histogram = await engine.predictions.plane(subject, { onProgress: (done, total) => seen.push(done / total) });
    const expected = [0, 1].map(() => new Array<number>(101).fill(0));
    for (let i = 0; i < whole.labels.length; i++) expected[whole.labels[i]! - 1]![whole.confidence[i]!]!++;
    expect(histogram).toEqual(expected);
    expect(seen.at(-1)).toBe(1);
  });

  it('are refused where there are none', async () => {
    const tile = (level: number, column: number, row: number, k: number | null = null) =>
      engine.predictions.tile(subject, { level, column, row }, k, {});
    await expect(tile(4, 0, 0)).rejects.toThrow('cells.png has no level 4; the coarsest is 3.');
    await expect(tile(0, 5, 0)).rejects.toThrow('cells.png has no tile 5, 0 at level 0.');
    await expect(tile(0, 0, 0, 2)).rejects.toThrow('has no class 2.');
  });

  it('stop when nobody wants them any more', async () => {
    await engine.predictions.forgetModel(subject.model.id);
    const abort = new AbortController();
    const wanted = engine.predictions.tile(subject, { level: 3, column: 0, row: 0 }, null, { signal: abort.signal });
    abort.abort();
    await expect(wanted).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('are kept: after the threads are gone they are still there', async () => {
    const { predictions, pool } = engine;
    await predictions.plane(subject, {});
    const before = await predictions.tile(subject, { level: 2, column: 0, row: 0 }, null, {});
    await pool.close();
    expect(await predictions.tile(subject, { level: 2, column: 0, row: 0 }, null, {})).toEqual(before);
    const tile = await predictions.tile(subject, { level: 0, column: 4, row: 2 }, null, {});
    expect(tile.labels).toHaveLength(76 * 18);
    await expect(predictions.tile(subject, { level: 0, column: 4, row: 2 }, 0, {})).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
