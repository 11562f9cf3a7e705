import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input, Method, Output } from '#contract/contract.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { compose } from '../../main/compose.ts';
import type { Application } from '../../main/services/application.ts';
import { createDispatch, type Dispatch } from '../../main/services/dispatch.ts';
import { type StackShape, truthAt, valueAt, writeLabels, writeStack } from './stack-images.ts';

/** The second scene is larger than the first; its far corner lies in label tile 2, 1. */
const SHAPE: StackShape = {
  scenes: [
    { name: 'Small', width: 150, height: 120 },
    { name: 'Large', width: 620, height: 300 },
  ],
  sizeZ: 2,
  sizeT: 1,
  channels: [{ name: 'GFP', color: 0x00ff00 }],
};
const [SMALL, LARGE] = [
  { scene: 0, z: 0, t: 0 },
  { scene: 1, z: 1, t: 0 },
];

let folder: string;
let application: Application;
let dispatch: Dispatch;
let image: ImageRecord;
const call = <M extends Method>(method: M, input: Input<M>) => dispatch.call(method, input) as Promise<Output<M>>;
const refused = (kind: string, message: RegExp) => expect.objectContaining({ kind, message: expect.stringMatching(message) });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-scenes-'));
  application = await compose({
    host: 'server',
    dataFolder: join(folder, 'data'),
    cacheFolder: join(folder, 'cache'),
    threads: 2,
  });
  dispatch = createDispatch(application.handlers);
  const path = join(folder, 'wells.ome.tif');
  await writeStack(path, SHAPE);
  await call('project.create', { path: join(folder, 'wells.grove') });
  const { added, refused: others } = await call('images.add', { paths: [path] });
  expect(others).toEqual([]);
  image = added[0]!;
  for (const name of ['Ground', 'Disc']) await call('classes.add', { name, color: null });
});
afterAll(async () => {
  await application.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Labels the truth of a square of a plane, one stroke per class. */
async function paintTruth(plane: PlaneIndex, left: number, top: number, edge: number): Promise<void> {
  const across = Math.ceil(edge / 8);
  for (const value of [1, 2]) {
    const mask = new Uint8Array(across * edge);
    for (let i = 0; i < edge * edge; i++) {
      const [x, y] = [i % edge, Math.floor(i / edge)];
      if (truthAt(plane, left + x, top + y) === value) mask[y * across + (x >> 3)]! |= 1 << (x & 7);
    }
    const box = { x: left, y: top, width: edge, height: edge };
    await call('labels.paint', { imageId: image.id, plane, stroke: { box, mask, value, onlyOver: null } });
  }
}

describe('an image whose scenes differ in size', () => {
  it('has levels and tiles of each scene', async () => {
    const sizes = async (scene: number) =>
      (await call('images.levels', { imageId: image.id, scene })).map(({ width, height }) => [width, height]);
    expect(await sizes(0)).toEqual([[150, 120]]);
    expect(await sizes(1)).toEqual([
      [620, 300],
      [310, 150],
      [155, 75],
    ]);
    await expect(call('images.levels', { imageId: image.id, scene: 2 })).rejects.toEqual(
      refused('invalid-input', /no plane with scene 2/),
    );

    const at = { imageId: image.id, level: 0, priority: 0 };
    const corner = await call('images.tile', { ...at, plane: LARGE, column: 2, row: 1 });
    expect([corner.width, corner.height]).toEqual([108, 44]);
    expect(corner.data[43 * 108 + 107]).toBe(valueAt(LARGE, 0, 619, 299));
    await expect(call('images.tile', { ...at, plane: SMALL, column: 1, row: 0 })).rejects.toEqual(
      refused('invalid-input', /no tile 1, 0/),
    );
    const coarse = await call('images.tile', { ...at, plane: LARGE, level: 2, column: 0, row: 0 });
    expect([coarse.width, coarse.height]).toEqual([155, 75]);
  });

  it('has ranges of each plane, and a thumbnail of its first', async () => {
    for (const plane of [SMALL, LARGE]) {
      const { width, height } = SHAPE.scenes[plane.scene]!;
      const values = Array.from({ length: width * height }, (_, i) => valueAt(plane, 0, i % width, Math.floor(i / width)));
      const [range] = await call('images.range', { imageId: image.id, plane });
      expect(range).toMatchObject({
        min: values.reduce((a, b) => Math.min(a, b)),
        max: values.reduce((a, b) => Math.max(a, b)),
      });
    }
    const { width, height } = await call('images.thumbnail', { imageId: image.id });
    expect([width, height]).toEqual([96, 77]);
  });

  it('is filled and labelled from a file at the far corner of the larger scene', async () => {
    const labels = (column: number, row: number, plane = LARGE) => call('labels.tile', { imageId: image.id, plane, column, row });
    const bucket = { imageId: image.id, plane: LARGE, channel: 0, tolerance: 65_535, value: 1, onlyOver: null };
    await call('labels.bucket', { ...bucket, x: 619, y: 299, within: { x: 610, y: 290, width: 100, height: 100 } });
    expect((await labels(2, 1))!.filter((value) => value === 1)).toHaveLength(100);
    expect((await labels(2, 1))![43 * 256 + 107]).toBe(1);
    const outside = { ...bucket, plane: SMALL, x: 150, y: 0, within: { x: 0, y: 0, width: 620, height: 300 } };
    await expect(call('labels.bucket', outside)).rejects.toEqual(refused('invalid-input', /nothing to fill at 150, 0/));
    await call('history.undo', {});
    expect((await labels(2, 1)) ?? new Uint8Array(1)).not.toContain(1);

    const path = join(folder, 'labels.ome.tif');
    await writeLabels(path, SHAPE, ({ scene, z }) => scene === 1 && z === 1);
    await call('labels.import', { imageId: image.id, plane: LARGE, path });
    const tile = (await labels(2, 1))!;
    for (let y = 0; y < 44; y++) {
      for (let x = 0; x < 108; x++) {
        const [px, py] = [512 + x, 256 + y];
        const expected = (px + 3 * py) % 11 === 0 ? truthAt(LARGE, px, py) : 0;
        if (tile[y * 256 + x] !== expected) throw new Error(`label at ${px}, ${py}`);
      }
    }
    await expect(call('labels.import', { imageId: image.id, plane: SMALL, path })).rejects.toEqual(
      refused('invalid-input', /labels\.ome\.tif has no labelled pixel/),
    );
    await call('history.undo', {});
    expect(await call('labels.planes', { imageId: image.id })).toEqual([]);
  });

  it('learns from labels of two planes of two scenes, and predicts both', async () => {
    await paintTruth(SMALL, 40, 40, 60);
    await paintTruth(LARGE, 540, 230, 70);
    expect(await call('labels.planes', { imageId: image.id })).toEqual([SMALL, LARGE]);
    const settings = { set: 'basic25', channels: null, trees: 10, seed: 0, minConfidence: 0, live: false } as const;
    await call('training.settings', settings);
    const model = await call('classifier.train', {});
    expect(model.report.labelledPixels.reduce((a, b) => a + b)).toBe(60 * 60 + 70 * 70);
    expect(model.report.outOfBagError).toBeLessThan(0.1);

    const subject = { modelId: model.id, imageId: image.id };
    for (const plane of [SMALL, LARGE]) {
      const { width, height } = SHAPE.scenes[plane.scene]!;
      let right = 0;
      let seen = 0;
      for (let row = 0; row * 256 < height; row++) {
        for (let column = 0; column * 256 < width; column++) {
          const place = { ...subject, plane, level: 0, column, row, probabilityOf: null, priority: 0 };
          const tile = await call('prediction.tile', place);
          for (let i = 0; i < tile.labels.length; i++) {
            const [x, y] = [column * 256 + (i % tile.width), row * 256 + Math.floor(i / tile.width)];
            if (tile.labels[i] === truthAt(plane, x, y)) right++;
            seen++;
          }
        }
      }
      expect(seen).toBe(width * height);
      expect(right / seen).toBeGreaterThan(0.95);
    }
    const { planes, confidenceHistogram } = await call('segmentation.run', { ...subject, plane: SMALL, subset: 'Z(2)' });
    expect(planes).toBe(2);
    expect(confidenceHistogram.flat().reduce((a, b) => a + b)).toBe(150 * 120 + 620 * 300);

    const all = await call('prediction.labelNext', { modelId: subject.modelId });
    const hints = all.filter(({ plane }) => plane.scene === LARGE.scene);
    expect(hints.some(({ x, y }) => x >= 150 || y >= 120)).toBe(true);
    for (const { x, y } of hints) {
      expect(x < 620 && y < 300).toBe(true);
      expect(x >= 540 && x < 610 && y >= 230 && y < 300).toBe(false);
    }
  });
});
