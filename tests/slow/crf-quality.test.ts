import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USUAL_CRF_STRENGTH } from '#core/model/crf.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { meanIou } from './mean-iou.ts';

/**
 * What the dense CRF does to segmentations of real micrographs by forests trained on scribbles, as shared/bench-quality has them: the
 * mean intersection over union without it and at several strengths.
 */
const data = fileURLToPath(new URL('../../../shared/data/realworld', import.meta.url));
const baselineFile = fileURLToPath(new URL('../../../shared/bench-quality/baseline.json', import.meta.url));
const available = existsSync(join(data, 'manifest.json')) && existsSync(baselineFile);
if (!available) console.log('Skipped: ../shared/data/realworld or its baseline is absent.');

const STRENGTHS = [10, 25, USUAL_CRF_STRENGTH, 75, 100];
const TREES = 100;
/** Most that the average over the kinds may lose. */
const LOSS = 0.002;
/** Kinds whose forests leave single wrong pixels all over the image. */
const NOISY = ['fluo_nuclei', 'em_membrane', 'phase_cells', 'sem_superalloy'];

interface Entry {
  readonly id: string;
  readonly image: string;
  readonly mask: string;
  readonly scribbles?: string;
  readonly role: string;
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const manifest = (available ? read(join(data, 'manifest.json')) : { kinds: {} }) as {
  kinds: Record<string, { images: Entry[] }>;
};
const baseline = (available ? read(baselineFile) : { kinds: {} }) as { kinds: Record<string, { basic25?: { train: string[] } }> };

let folder: string;
let engine: Engine;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-crf-'));
  engine = composeEngine({ cacheFolder: join(folder, 'cache'), dataFolder: join(folder, 'data') });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function labelsOf(path: string): Promise<ArrayLike<number>> {
  const file = await openImage(path);
  const { width, height } = file.info;
  const { data: labels } = await file.read({ plane: FIRST_PLANE, level: 0, rect: { x: 0, y: 0, width, height }, channels: [0] });
  await file.close();
  return labels;
}

/** Mean over the test images of a kind. */
async function score(model: string, images: readonly Entry[], strength: number): Promise<number> {
  let sum = 0;
  for (const entry of images) {
    const path = join(folder, `${entry.id}-${strength}.tif`);
    await engine.segmentFile({
      ...{ model, image: join(data, entry.image), plane: FIRST_PLANE, tile: 512, crf: { strength, confidence: 'after' } },
      outputs: { path, format: 'labels', probabilities: null, confidence: null, minConfidence: 0 },
    });
    sum += meanIou(await labelsOf(path), await labelsOf(join(data, entry.mask)));
  }
  return sum / images.length;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe.skipIf(!available)('the dense CRF on real images', () => {
  it('never lowers the mean IoU over the kinds, and raises that of noisy ones', async () => {
    const gains = new Map<string, number[]>();
    for (const [kind, { basic25 }] of Object.entries(baseline.kinds)) {
      if (basic25 === undefined) continue;
      const { images } = manifest.kinds[kind]!;
      const pairs = images
        .filter((entry) => basic25.train.includes(entry.id))
        .map((entry) => ({ image: join(data, entry.image), labels: join(data, entry.scribbles!) }));
      const model = join(folder, `${kind}.grovemodel`);
      await engine.trainFromFiles({ pairs, set: 'basic25', channels: null, trees: TREES, seed: 0, classNames: null }, model);
      const tested = images.filter((entry) => entry.role === 'test');
      const before = await score(model, tested, 0);
      const after: number[] = [];
      for (const strength of STRENGTHS) after.push(await score(model, tested, strength));
      gains.set(
        kind,
        after.map((value) => value - before),
      );
      const shown = after.map((value, i) => `${STRENGTHS[i]}: ${value.toFixed(4)}`).join(', ');
      console.log(`${kind}: mean IoU ${before.toFixed(4)} without, ${shown}`);
    }
    for (const [i, strength] of STRENGTHS.entries()) {
      const gain = mean([...gains.values()].map((one) => one[i]!));
      console.log(`strength ${strength}: ${gain.toFixed(4)} on average over ${gains.size} kinds`);
      expect(gain).toBeGreaterThanOrEqual(-LOSS);
      for (const kind of NOISY) expect(gains.get(kind)![i], `${kind} at ${strength}`).toBeGreaterThan(0);
    }
    for (const [kind, gain] of gains) expect(gain[STRENGTHS.indexOf(USUAL_CRF_STRENGTH)], kind).toBeGreaterThanOrEqual(-LOSS);
  });
});
