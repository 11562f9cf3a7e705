import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input, Method, Output, Progress } from '#contract/contract.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';
import { compose } from '../../main/compose.ts';
import type { Application } from '../../main/services/application.ts';
import { createDispatch, type Dispatch } from '../../main/services/dispatch.ts';

let folder: string;
let application: Application;
let dispatch: Dispatch;
let image: ImageRecord;
const drawn = [1, 2].map((seed) => drawNuclei({ width: 1024, height: 1024, seed }));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-app-'));
  application = await compose({
    host: 'server',
    dataFolder: join(folder, 'data'),
    cacheFolder: join(folder, 'cache'),
    threads: 2,
  });
  dispatch = createDispatch(application.handlers);
});
afterAll(async () => {
  await application.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = <M extends Method>(
  method: M,
  input: Input<M>,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Output<M>> => dispatch.call(method, input, { onProgress }) as Promise<Output<M>>;
const refusal = (kind: string, message: RegExp) => expect.objectContaining({ kind, message: expect.stringMatching(message) });

/** Paints the pixels of one truth value in a square, as one stroke. */
function paintTruth(truth: Uint8Array, value: number, x: number, y: number, edge: number, imageId = image.id) {
  const mask = new Uint8Array(Math.ceil(edge / 8) * edge);
  for (let i = 0; i < edge * edge; i++) {
    const [dx, dy] = [i % edge, Math.floor(i / edge)];
    if (truth[(y + dy) * 1024 + x + dx] === value) mask[dy * Math.ceil(edge / 8) + (dx >> 3)]! |= 1 << (dx & 7);
  }
  const stroke = { box: { x, y, width: edge, height: edge }, mask, value, onlyOver: null };
  return call('labels.paint', { imageId, plane: FIRST_PLANE, stroke });
}

describe('the sample project', () => {
  it('is refused nothing but needs a project first', async () => {
    await expect(call('classifier.train', {})).rejects.toEqual(refusal('no-project', /./));
    await expect(call('images.add', { paths: ['a.tif'] })).rejects.toEqual(refusal('no-project', /./));
  });

  it('is made once, with two images of two channels and two classes', async () => {
    const stages: string[] = [];
    const project = await call('project.openSample', {}, ({ stage }) => stages.push(stage));
    expect(stages[0]).toBe('Drawing the sample');
    expect(project.classes.map(({ name }) => name)).toEqual(['Background', 'Nucleus']);
    expect(project.images.map(({ name, missing }) => [name, missing])).toEqual([
      ['nuclei-1.ome.tif', false],
      ['nuclei-2.ome.tif', false],
    ]);
    for (const { info } of project.images) {
      expect(info).toMatchObject({
        width: 1024,
        height: 1024,
        pixelType: 'uint16',
        rgb: false,
        pixelSizeUm: { x: 0.325, y: 0.325 },
      });
      expect(info.channels).toHaveLength(2);
    }
    image = project.images[0]!;
    const written = readFileSync(image.path);
    await call('project.close', {});
    const again = await call('project.openSample', {});
    expect(again.images.map(({ id }) => id)).toEqual(project.images.map(({ id }) => id));
    expect(readFileSync(image.path).equals(written)).toBe(true);
    expect(readdirSync(join(folder, 'data')).filter((name) => name.includes('partial'))).toEqual([]);
    expect((await call('project.recent', {}))[0]).toMatchObject({ path: project.path, exists: true });
  });

  it('says what it runs on', async () => {
    const info = await call('app.info', {});
    expect(info).toMatchObject({ threads: 2, host: 'server', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(await call('features.names', { set: 'basic33' })).toHaveLength(33);
    expect(await call('features.names', { set: 'multiscale(hessian: 1.0)' })).toEqual([
      'Hessian larger eigenvalue σ 1',
      'Hessian smaller eigenvalue σ 1',
    ]);
  });
});

describe('images', () => {
  it('that cannot be read or are there already are refused one by one', async () => {
    writeFileSync(join(folder, 'notes.tif'), 'not an image');
    const copy = join(folder, 'copy.tif');
    writeFileSync(copy, readFileSync(image.path));
    const paths = [join(folder, 'absent.tif'), join(folder, 'notes.tif'), image.path, copy];
    const { added, refused } = await call('images.add', { paths });
    expect(added).toEqual([]);
    expect(refused.map(({ path }) => path)).toEqual(paths);
    expect(refused[0]!.message).toContain('absent.tif');
    expect(refused[1]!.message).toContain('notes.tif');
    expect(refused[2]!.message).toBe('nuclei-1.ome.tif is in the project already.');
    expect(refused[3]!.message).toBe('copy.tif is in the project already as nuclei-1.ome.tif.');
  });

  it('are shown tile by tile, with a range and a thumbnail', async () => {
    const { pixels } = drawn[0]!;
    const tile = await call('images.tile', { imageId: image.id, plane: FIRST_PLANE, level: 0, column: 3, row: 1, priority: 0 });
    expect([tile.width, tile.height, tile.channels]).toEqual([256, 256, 2]);
    expect(tile.data[256 * 5 + 7]).toBe(pixels[(256 + 5) * 1024 + 768 + 7]);
    expect(tile.data[65_536 + 256 * 5 + 7]).toBe(pixels[1024 * 1024 + (256 + 5) * 1024 + 768 + 7]);
    const levels = await call('images.levels', { imageId: image.id });
    expect(levels.map(({ width }) => width)).toEqual([1024, 512, 256]);
    const coarse = await call('images.tile', { imageId: image.id, plane: FIRST_PLANE, level: 2, column: 0, row: 0, priority: 0 });
    expect([coarse.width, coarse.height]).toEqual([256, 256]);
    const [range] = await call('images.range', { imageId: image.id, plane: FIRST_PLANE });
    const first = pixels.subarray(0, 1024 * 1024);
    expect(range!.min).toBe(first.reduce((a, b) => Math.min(a, b)));
    expect(range!.max).toBe(first.reduce((a, b) => Math.max(a, b)));
    const { width, height, rgba } = await call('images.thumbnail', { imageId: image.id });
    expect([width, height, rgba.length]).toEqual([96, 96, 4 * 96 * 96]);
    const nowhere = { imageId: image.id, plane: FIRST_PLANE, level: 0, column: 4, row: 0, priority: 0 };
    await expect(call('images.tile', nowhere)).rejects.toEqual(refusal('invalid-input', /no tile 4, 0 at level 0/));
  });

  it('that were moved are found again, others are not taken for them', async () => {
    const other = (await call('project.current', {}))!.images[1]!;
    const moved = join(folder, 'moved.tif');
    renameSync(image.path, moved);
    const tile = { imageId: image.id, plane: FIRST_PLANE, level: 0, column: 0, row: 0, priority: 0 };
    await expect(call('images.tile', tile)).rejects.toEqual(refusal('not-found', /nuclei-1\.ome\.tif is not at .* any more/));
    await expect(call('images.relink', { imageId: image.id, path: other.path })).rejects.toEqual(
      refusal('mismatch', /nuclei-2\.ome\.tif is another image than nuclei-1\.ome\.tif/),
    );
    expect(await call('images.relink', { imageId: image.id, path: moved })).toMatchObject({ path: moved, missing: false });
    expect((await call('images.tile', tile)).width).toBe(256);
    renameSync(moved, image.path);
    await call('images.relink', { imageId: image.id, path: image.path });
  });
});

describe('training', () => {
  const { truth } = drawn[0]!;

  it('asks for labels of two classes and of every class', async () => {
    await expect(call('classifier.train', {})).rejects.toEqual(refusal('invalid-input', /Nothing is labelled yet/));
    await paintTruth(truth, 1, 200, 200, 120);
    await expect(call('classifier.train', {})).rejects.toEqual(
      refusal('invalid-input', /Only Background is labelled: paint Nucleus too/),
    );
    await paintTruth(truth, 2, 200, 200, 120);
    const { added } = await call('classes.add', { name: 'Debris', color: null });
    await expect(call('classifier.train', {})).rejects.toEqual(refusal('invalid-input', /Debris has no labels: .* or delete it/));
    await call('classes.remove', { value: added.value });
  });

  it('refuses channels that the images have not', async () => {
    const settings = { set: 'basic25', channels: [0, 2], trees: 25, seed: 0, minConfidence: 0, live: false } as const;
    await call('training.settings', { ...settings, channels: [0, 2] });
    await expect(call('classifier.train', {})).rejects.toEqual(
      refusal('invalid-input', /Channel 2 is chosen but nuclei-1.* has channels 0 to 1/),
    );
    await call('training.settings', { ...settings, channels: null });
  });

  it('makes a new version each time and keeps the older ones', async () => {
    const told: number[] = [];
    const stop = application.on('models.changed', (models) => told.push(models.length));
    const stages = new Set<string>();
    const first = await call('classifier.train', {}, ({ stage }) => stages.add(stage));
    const second = await call('classifier.train', {});
    stop();
    expect(first).toMatchObject({
      name: 'Sample',
      version: 1,
      features: { set: 'basic25', channels: [0, 1] },
      trees: 25,
      seed: 0,
    });
    expect(first.report.labelledPixels).toEqual(first.report.usedPixels);
    expect(first.report.outOfBagError).toBeLessThan(0.1);
    expect(first.report.importance).toHaveLength(50);
    expect(second).toMatchObject({ version: 2, trainingHash: first.trainingHash, report: first.report });
    expect(second.id).not.toBe(first.id);
    expect((await call('project.current', {}))!.models.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(told).toEqual([1, 2]);
    expect(stages.size).toBeGreaterThan(0);
  });

  it('has another hash after another stroke, and the old one after undo', async () => {
    const [before] = (await call('project.current', {}))!.models;
    await paintTruth(truth, 2, 600, 600, 150);
    const changed = await call('classifier.trainLive', {});
    expect(changed.trainingHash).not.toBe(before!.trainingHash);
    await call('history.undo', {});
    expect((await call('classifier.trainLive', {})).trainingHash).toBe(before!.trainingHash);
  });

  it('in Live mode keeps no version and answers for the newest only', async () => {
    const models = (await call('project.current', {}))!.models.length;
    const older = await call('classifier.trainLive', {});
    const newer = await call('classifier.trainLive', {});
    const place = { imageId: image.id, plane: FIRST_PLANE, level: 0, column: 0, row: 0, probabilityOf: 1, priority: 0 };
    expect((await call('prediction.tile', { modelId: newer.id, ...place })).probability).toHaveLength(65_536);
    await expect(call('prediction.tile', { modelId: older.id, ...place })).rejects.toEqual(
      refusal('not-found', /not in the project/),
    );
    expect((await call('project.current', {}))!.models).toHaveLength(models);
  });
});

describe('a trained model', () => {
  const { truth } = drawn[1]!;
  const model = async () => (await call('project.current', {}))!.models[0]!;
  const second = async () => (await call('project.current', {}))!.images[1]!;

  it('segments an image it has not seen', async () => {
    const progress: Progress[] = [];
    const asked = { modelId: (await model()).id, imageId: (await second()).id, plane: FIRST_PLANE };
    const { confidenceHistogram } = await call('segmentation.run', asked, (one) => progress.push(one));
    expect(confidenceHistogram.flat().reduce((a, b) => a + b)).toBe(1024 * 1024);
    expect(progress[0]).toMatchObject({ stage: 'Segmenting' });
    let right = 0;
    for (let i = 0; i < 16; i++) {
      const tile = await call('prediction.tile', {
        ...asked,
        level: 0,
        column: i % 4,
        row: i >> 2,
        probabilityOf: null,
        priority: 0,
      });
      for (let p = 0; p < 65_536; p++) {
        if (tile.labels[p] === truth[((i >> 2) * 256 + (p >> 8)) * 1024 + (i % 4) * 256 + (p & 255)]) right++;
      }
    }
    expect(right / 1024 ** 2).toBeGreaterThan(0.93);
  });

  it('says where to label next, at places without labels', async () => {
    const hints = await call('prediction.labelNext', { modelId: (await model()).id });
    expect(hints.length).toBeGreaterThan(5);
    // The sample has two images of one kind; the second is not labelled as much.
    expect(new Set(hints.map(({ imageId }) => imageId)).size).toBe(2);
    for (const [i, { imageId, plane, x, y, uncertainty, novelty, gain }] of hints.entries()) {
      expect(gain).toBeLessThanOrEqual(hints[Math.max(0, i - 1)]!.gain);
      expect(gain).toBeCloseTo(uncertainty * novelty, 12);
      expect(novelty).toBeGreaterThan(0);
      expect(novelty).toBeLessThan(1);
      const tile = await call('labels.tile', { imageId, plane, column: x >> 8, row: y >> 8 });
      expect(tile?.[(y & 255) * 256 + (x & 255)] ?? 0).toBe(0);
    }
  });

  it('is named, saved, taken out and loaded again', async () => {
    const { id } = await model();
    const described = await call('classifier.describe', { modelId: id, name: 'Nuclei', description: 'of the sample' });
    expect(described).toMatchObject({ id, name: 'Nuclei', description: 'of the sample', version: 1 });
    const path = join(folder, 'nuclei.grovemodel');
    expect(await call('classifier.save', { modelId: id, path })).toEqual({ path });
    await expect(call('classifier.load', { path })).rejects.toEqual(
      refusal('invalid-input', /is in the project already, as Nuclei, version 1/),
    );
    await call('project.create', { path: join(folder, 'other.grove') });
    expect(await call('classifier.load', { path })).toEqual(described);
    await call('project.openSample', {});
  });

  it('writes its result to files that name it, and never over an image', async () => {
    const { id } = await model();
    const base = {
      modelId: id,
      imageId: image.id,
      format: 'labels',
      probabilities: null,
      confidence: null,
      minConfidence: 0,
    } as const;
    const path = join(folder, 'labels.tif');
    expect(await call('export.segmentation', { ...base, path })).toEqual({ files: [path] });
    expect(readFileSync(path).includes(id)).toBe(true);
    for (const one of (await call('project.current', {}))!.images) {
      const link = { ...base, path: one.path };
      await expect(call('export.segmentation', link)).rejects.toEqual(refusal('invalid-input', /would overwrite/));
    }
    const abort = new AbortController();
    const cut = join(folder, 'cut.tif');
    const running = dispatch.call(
      'export.segmentation',
      { ...base, path: cut },
      { signal: abort.signal, onProgress: () => abort.abort() },
    );
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    expect(existsSync(cut)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});
