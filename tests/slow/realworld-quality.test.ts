import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { meanIou } from './mean-iou.ts';

/**
 * Segments real microscopy images after training on sparse scribbles of two images per kind, through the command line, and
 * holds the mean intersection over union against scikit-learn's with the same features, labels and number of trees.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const data = join(root, '../shared/data/realworld');
const baselineFile = join(root, '../shared/bench-quality/baseline.json');
const TREES = 100;
const TOLERANCE = 0.01;

interface Entry {
  readonly id: string;
  readonly image: string;
  readonly mask: string;
  readonly scribbles?: string;
  readonly role: string;
}

const available = existsSync(join(data, 'manifest.json')) && existsSync(baselineFile);
if (!available) console.log('Skipped: ../shared/data/realworld or its baseline is absent.');

const kinds = available
  ? (JSON.parse(readFileSync(join(data, 'manifest.json'), 'utf8')) as { kinds: Record<string, { images: Entry[] }> }).kinds
  : {};
const baseline = available
  ? (
      JSON.parse(readFileSync(baselineFile, 'utf8')) as {
        kinds: Record<string, Record<'basic25' | 'multiscale', { train: string[]; summary: { mean_iou: number } }>>;
      }
    ).kinds
  : {};

const folder = mkdtempSync(join(tmpdir(), 'grove-quality-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function grove(...args: string[]): string {
  const done = spawnSync(process.execPath, [join(root, 'main/cli/grove.ts'), ...args], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout;
}

async function labelsOf(path: string): Promise<ArrayLike<number>> {
  const file = await openImage(path);
  const { width, height } = file.info;
  const block = await file.read({ plane: FIRST_PLANE, level: 0, rect: { x: 0, y: 0, width, height }, channels: [0] });
  await file.close();
  return block.data;
}

/** The images that are trained on, with their scribbles, as options. */
function trainingPairs(kind: string): string[] {
  const { train } = baseline[kind]!.basic25;
  return (kinds[kind]?.images ?? [])
    .filter((entry) => train.includes(entry.id))
    .flatMap((entry) => ['--image', join(data, entry.image), '--labels', join(data, entry.scribbles ?? '')]);
}

/** Mean over the test images of a kind. */
async function scoreOf(kind: string, features: string): Promise<number> {
  const model = join(folder, `${kind}.grovemodel`);
  grove(
    'pixel',
    'train',
    ...trainingPairs(kind),
    '--features',
    features,
    '--trees',
    String(TREES),
    '--seed',
    '0',
    '--out',
    model,
  );
  const scores: number[] = [];
  for (const entry of (kinds[kind]?.images ?? []).filter((candidate) => candidate.role === 'test')) {
    const out = join(folder, `${entry.id}.tif`);
    grove('pixel', 'segment', '--model', model, '--image', join(data, entry.image), '--out', out);
    scores.push(meanIou(await labelsOf(out), await labelsOf(join(data, entry.mask))));
  }
  return scores.reduce((a, b) => a + b, 0) / scores.length;
}

describe.skipIf(!available)('segmentation of real images', () => {
  for (const [kind, { basic25 }] of Object.entries(baseline)) {
    it(`${kind} is at least as good as scikit-learn's ${basic25.summary.mean_iou} - ${TOLERANCE}`, async () => {
      const score = await scoreOf(kind, 'basic25');
      console.log(`${kind}: mean IoU ${score.toFixed(4)}, scikit-learn ${basic25.summary.mean_iou}`);
      expect(score).toBeGreaterThanOrEqual(basic25.summary.mean_iou - TOLERANCE);
    });
  }
});

/**
 * The features that are suggested from the scribbles alone beat the better of scikit-learn's two sets. Not so for histology, where the
 * stain of the test images differs from that of both training images and brightness at small scales alone does best.
 */
describe.skipIf(!available)('the suggested features', () => {
  for (const [kind, { basic25, multiscale }] of Object.entries(baseline)) {
    if (kind === 'histology_nuclei') continue;
    const best = Math.max(basic25.summary.mean_iou, multiscale.summary.mean_iou);
    it(`of ${kind} are better than scikit-learn's ${best} + 0.01`, async () => {
      const answer = grove('pixel', 'suggest', ...trainingPairs(kind), '--trees', String(TREES), '--json');
      const { suggested } = JSON.parse(answer) as { suggested: { setting: { set: string; crf: number } } };
      const { set, crf } = suggested.setting;
      const score = await scoreOf(kind, set);
      console.log(`${kind}: ${set}, CRF ${crf}: mean IoU ${score.toFixed(4)} without CRF, scikit-learn ${best}`);
      expect(score).toBeGreaterThanOrEqual(best + 0.01);
    });
  }
});
