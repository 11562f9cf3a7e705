import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIXEL_CAP } from '#core/forest/pixel-cap.ts';
import type { ClassifierInfo } from '#core/model/classifier.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import { resultFiles } from '../../main/formats/result-files.ts';

const EDGE = 2300;
let folder: string;
let engine: Engine;
let truth: Uint8Array;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-labels-'));
  engine = composeEngine({ cacheFolder: join(folder, 'cache') });
  const drawn = drawNuclei({ width: EDGE, height: EDGE, seed: 3 });
  truth = drawn.truth;
  const grey = drawn.pixels.subarray(0, EDGE * EDGE);
  const bright = grey.reduce((a, b) => Math.max(a, b));
  const data = Uint8Array.from(grey, (value) => (255 * value) / bright);
  await resultFiles.png(join(folder, 'image.png'), { width: EDGE, height: EDGE, channels: 1, data });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function train(name: string, labels: Uint8Array): Promise<{ info: ClassifierInfo; seconds: number }> {
  const path = join(folder, `${name}.png`);
  await resultFiles.png(path, { width: EDGE, height: EDGE, channels: 1, data: labels });
  const pairs = [{ image: join(folder, 'image.png'), labels: path }];
  const training = { pairs, set: 'basic25', channels: null, trees: 25, seed: 0, classNames: null } as const;
  await engine.trainFromFiles(training, join(folder, 'warm.grovemodel'));
  const start = performance.now();
  const info = await engine.trainFromFiles(training, join(folder, `${name}.grovemodel`));
  return { info, seconds: (performance.now() - start) / 1000 };
}

describe('training on five million labelled pixels', () => {
  it('uses as many of each class as the cap allows, and says so', async () => {
    const square = truth.map((value, i) => (i % EDGE < 224 && i < 224 * EDGE ? value : 0));
    const few = await train('few', square);
    const many = await train('many', truth);
    console.log(`50 thousand labels: ${few.seconds.toFixed(2)} s, 5 million: ${many.seconds.toFixed(2)} s`);
    const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b);
    expect(sum(few.info.report.labelledPixels)).toBe(224 * 224);
    expect(few.info.report.usedPixels).toEqual(few.info.report.labelledPixels);
    expect(sum(many.info.report.labelledPixels)).toBe(EDGE * EDGE);
    expect(many.info.report.usedPixels).toEqual([PIXEL_CAP / 2, PIXEL_CAP / 2]);
    expect(many.info.report.distinctRows).toBeLessThanOrEqual(PIXEL_CAP);
  });
});
