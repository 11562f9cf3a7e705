import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PixelClassifier } from '#core/model/classifier.ts';
import { canonicalFeatureSet, featureSetPlanes } from '#core/model/feature-set-id.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { decodeModel } from '../../main/formats/grove-model/decode.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { runGrove } from '../cli/run-grove.ts';
import { type CellImage, drawCells } from '../services/cell-images.ts';

let folder: string;
let first: CellImage;
let second: CellImage;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-sets-'));
  process.env.GROVE_DATA = join(folder, 'data');
  first = await drawCells(folder, 'first', 1);
  second = await drawCells(folder, 'second', 2);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);

async function labelsOf(file: string): Promise<ArrayLike<number>> {
  const image = await openImage(file);
  const { width, height } = image.info;
  const { data } = await image.read({ plane: FIRST_PLANE, level: 0, rect: { x: 0, y: 0, width, height }, channels: [0] });
  await image.close();
  return data;
}

describe.each(['multiscale', 'multiscale(gaussian: 0.7, 3.5; hessian: 1.6; tensor: 1)', 'scattering', 'scattering(scales:3)'])(
  'grove pixel train --features %s',
  (features) => {
    const common = (): string[] => ['pixel', 'train', '--image', first.image, '--labels', first.labels, '--features', features];

    it('makes the same model and the same labels on 1 and 2 threads, in tiles of any size, and good ones', async () => {
      const models: PixelClassifier[] = [];
      const labels: Buffer[] = [];
      for (const [threads, tile] of [
        ['1', '512'],
        ['2', '128'],
      ] as const) {
        const model = path(`${threads}.grovemodel`);
        const out = path(`${threads}.tif`);
        const trained = await runGrove([...common(), '--threads', threads, '--out', model, '--json']);
        expect(trained, trained.stderr).toMatchObject({ code: 0 });
        const said = JSON.parse(trained.stdout);
        const set = canonicalFeatureSet(features);
        expect(said.features).toEqual({ set, channels: [0] });
        expect(said.report.importance).toHaveLength(featureSetPlanes(set));
        const segment = ['pixel', 'segment', '--model', model, '--image', second.image, '--out', out];
        expect(await runGrove([...segment, '--threads', threads, '--tile', tile])).toMatchObject({ code: 0 });
        models.push(decodeModel(readFileSync(model), model));
        labels.push(readFileSync(out));
      }
      expect(models[1]!.forest).toEqual(models[0]!.forest);
      // Nothing but the moment may differ.
      const { created } = models[0]!.info;
      expect({ ...models[1]!.info, created }).toEqual(models[0]!.info);
      expect(labels[1]!.equals(labels[0]!)).toBe(true);
      const found = await labelsOf(path('1.tif'));
      const right = second.truth.reduce((sum, k, i) => sum + (found[i] === k ? 1 : 0), 0);
      expect(right / second.truth.length).toBeGreaterThan(0.95);
    });
  },
);

it('says what is wrong with a set before it reads anything', async () => {
  const refused = await runGrove([
    'pixel',
    'train',
    '--image',
    first.image,
    '--labels',
    first.labels,
    '--out',
    path('x.grovemodel'),
    '--features',
    'multiscale(gaussian:2)',
  ]);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toMatch(/no scale '2' for gaussian: give 0\.3, 0\.7, 1, 1\.6, 3\.5, 5, 10/);
});
