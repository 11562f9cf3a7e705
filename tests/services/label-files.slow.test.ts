import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input, Method, Output } from '#contract/contract.ts';
import { FIRST_PLANE, type PlaneIndex } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { compose } from '../../main/compose.ts';
import type { Application } from '../../main/services/application.ts';
import { createDispatch, type Dispatch } from '../../main/services/dispatch.ts';
import { runGrove } from '../cli/run-grove.ts';
import { PIXEL_SIZE_UM, readStack, type StackShape, TIME_STEP_S, writeStack } from './stack-images.ts';

const SHAPE: StackShape = {
  scenes: [
    { name: 'A1', well: 'A1', width: 300, height: 270 },
    { name: 'B2', well: 'B2', width: 530, height: 40 },
  ],
  sizeZ: 2,
  sizeT: 2,
  channels: [{ name: 'GFP', color: 0x00ff00 }],
};
const FLAT: StackShape = { ...SHAPE, scenes: [{ name: 'Flat', width: 300, height: 270 }], sizeZ: 1, sizeT: 1 };
const LABELS = { channels: [{ name: 'Labels', color: null }], pixelType: 'uint8' as const };

/** Classes 1 … 3 on a pattern of its own in each plane, much of it unlabelled. */
const labelAt = ({ scene, z, t }: PlaneIndex, x: number, y: number): number => {
  const at = x + 2 * y + 5 * z + 11 * t + 17 * scene;
  return at % 13 < 4 ? 1 + (at % 3) : 0;
};

let folder: string;
let application: Application;
let dispatch: Dispatch;
let stack: ImageRecord;
let flat: ImageRecord;
const file = (name: string): string => join(folder, name);
const call = <M extends Method>(method: M, input: Input<M>) => dispatch.call(method, input) as Promise<Output<M>>;
const refused = (kind: string, message: RegExp) => expect.objectContaining({ kind, message: expect.stringMatching(message) });
/** Labelled pixels by the place of their class in the list, from 1; values of classes are never used again. */
async function countsOf(image: ImageRecord): Promise<Record<number, number>> {
  const counts = await call('labels.counts', { imageId: image.id });
  const { classes } = (await call('project.current', {}))!;
  return Object.fromEntries(
    Object.entries(counts).map(([value, n]) => [1 + classes.findIndex((c) => c.value === Number(value)), n]),
  );
}
const undoAll = async (): Promise<void> => {
  while ((await call('history.undo', {})) !== null);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-label-files-'));
  process.env.GROVE_DATA = file('data');
  application = await compose({ host: 'server', dataFolder: file('data'), cacheFolder: file('cache'), threads: 2 });
  dispatch = createDispatch(application.handlers);
  await writeStack(file('stack.ome.tif'), SHAPE);
  await writeStack(file('flat.ome.tif'), FLAT);
  await writeStack(file('stack-labels.ome.tif'), { ...SHAPE, ...LABELS }, (plane, _, x, y) => labelAt(plane, x, y));
  await call('project.create', { path: file('labels.grove') });
  const { added } = await call('images.add', { paths: [file('stack.ome.tif'), file('flat.ome.tif')] });
  [stack, flat] = added as [ImageRecord, ImageRecord];
});
afterAll(async () => {
  await application.close();
  rmSync(folder, { recursive: true, force: true });
});

const writeFlat = (name: string, value: (x: number, y: number) => number, pixelType: 'uint8' | 'uint16' = 'uint8') =>
  writeStack(file(name), { ...FLAT, ...LABELS, pixelType }, (_, __, x, y) => value(x, y));

describe.each(['.ome.tif', '.ome.zarr'])('labels of all planes, imported and exported to %s', (ending) => {
  it('come back as they were, with classes, calibration and scenes', async () => {
    const before = (await call('project.current', {}))!;
    expect(before.classes).toHaveLength(0);
    const imported = await call('labels.import', {
      imageId: stack.id,
      plane: FIRST_PLANE,
      path: file('stack-labels.ome.tif'),
      planes: 'all',
    });
    expect(imported).toMatchObject({ planes: 8, classesAdded: 3, disagreeing: 0 });
    expect((await call('project.current', {}))!.classes.map(({ name }) => name)).toEqual(['Class 1', 'Class 2', 'Class 3']);
    expect(await call('labels.planes', { imageId: stack.id })).toHaveLength(8);

    const out = file(`exported${ending}`);
    expect(await call('labels.export', { imageId: stack.id, path: out })).toMatchObject({ planes: 8, width: 300, height: 270 });
    const source = await readStack(file('stack-labels.ome.tif'));
    const written = await readStack(out);
    expect(written.planes).toEqual(source.planes);
    expect(imported.labelled).toBe(source.planes.flatMap(({ data }) => data).filter((value) => value > 0).length);
    expect(written.info).toMatchObject({ pixelType: 'uint8', pixelSizeUm: PIXEL_SIZE_UM, timeStepS: TIME_STEP_S });
    expect(written.info.scenes).toMatchObject(SHAPE.scenes);

    // One step takes all of it back, the classes too.
    expect((await call('history.undo', {}))!.history.canUndo).toBe(false);
    expect((await call('project.current', {}))!.classes).toHaveLength(0);
    expect(await call('labels.planes', { imageId: stack.id })).toEqual([]);
    await call('labels.import', { imageId: stack.id, plane: FIRST_PLANE, path: out, planes: 'all' });
    expect(await countsOf(stack)).toEqual(
      Object.fromEntries([1, 2, 3].map((k) => [k, source.planes.flatMap(({ data }) => data).filter((v) => v === k).length])),
    );
    await undoAll();
  });
});

describe('labels from files', () => {
  it('of a single plane go to the plane named; 16 bits are read', async () => {
    await writeFlat('flat16.ome.tif', (x, y) => (x === 3 && y === 260 ? 2 : 0), 'uint16');
    const plane = { scene: 0, z: 1, t: 1 };
    await call('labels.import', { imageId: stack.id, plane, path: file('flat16.ome.tif'), planes: 'all' });
    expect(await call('labels.planes', { imageId: stack.id })).toEqual([plane]);
    expect(await countsOf(stack)).toEqual({ 2: 1 });
    await undoAll();
  });

  it('replace or merge', async () => {
    await writeFlat('left.ome.tif', (x) => (x < 100 ? 1 : 0));
    await writeFlat('top.ome.tif', (_, y) => (y < 100 ? 2 : 0));
    const request = { imageId: flat.id, plane: FIRST_PLANE };
    await call('labels.import', { ...request, path: file('left.ome.tif') });
    await call('labels.import', { ...request, path: file('top.ome.tif') });
    expect(await countsOf(flat)).toEqual({ 1: 100 * 170, 2: 300 * 100 });
    await call('labels.import', { ...request, path: file('left.ome.tif'), mode: 'replace' });
    expect(await countsOf(flat)).toEqual({ 1: 100 * 270 });
    await undoAll();
    expect(await countsOf(flat)).toEqual({});
  });

  it('are refused by name where they do not fit, and leave the project as it was', async () => {
    const into = (image: ImageRecord, name: string) =>
      call('labels.import', { imageId: image.id, plane: FIRST_PLANE, path: file(name), planes: 'all' });
    await writeStack(file('small.ome.tif'), { ...FLAT, ...LABELS, scenes: [{ name: 'S', width: 299, height: 270 }] });
    await writeStack(file('deep.ome.tif'), { ...FLAT, ...LABELS, sizeZ: 3 }, () => 1);
    await writeFlat('high.ome.tif', (x) => (x === 9 ? 300 : 0), 'uint16');
    await writeFlat('empty.ome.tif', () => 0);
    await expect(into(flat, 'small.ome.tif')).rejects.toEqual(
      refused('mismatch', /small\.ome\.tif is 299 × 270 pixels but flat\.ome\.tif is 300 × 270/),
    );
    await expect(into(flat, 'deep.ome.tif')).rejects.toEqual(refused('mismatch', /deep\.ome\.tif has 1 scenes, 3 Z planes/));
    await expect(into(flat, 'high.ome.tif')).rejects.toEqual(refused('unsupported', /high\.ome\.tif holds the value 300/));
    await expect(into(flat, 'empty.ome.tif')).rejects.toEqual(refused('invalid-input', /empty\.ome\.tif has no labelled pixel/));
    await expect(call('labels.export', { imageId: flat.id, path: file('none.png') })).rejects.toEqual(
      refused('invalid-input', /flat\.ome\.tif has no labels yet/),
    );
    const { classes, history } = (await call('project.current', {}))!;
    expect([classes.length, history.canUndo, existsSync(file('none.png'))]).toEqual([0, false, false]);
  });

  it('of several people become one set, and the pixels they disagree on are counted', async () => {
    await writeFlat('anna.ome.tif', (x) => (x < 60 ? 1 : 0));
    await writeFlat('ben.ome.tif', (x) => (x < 50 ? 1 : 2));
    await writeFlat('cleo.ome.tif', (x) => (x < 40 ? 1 : x < 70 ? 2 : 0));
    const request = { imageId: flat.id, plane: FIRST_PLANE, path: file('anna.ome.tif') };
    const more = [file('ben.ome.tif'), file('cleo.ome.tif')];
    const done = await call('labels.import', { ...request, more, rule: 'majority' });
    expect(done).toMatchObject({ disagreeing: 20 * 270, partly: 240 * 270, labelled: 300 * 270 });
    expect(await countsOf(flat)).toEqual({ 1: 50 * 270, 2: 250 * 270 });
    await undoAll();
    await call('labels.import', { ...request, more, rule: 'agree' });
    expect(await countsOf(flat)).toEqual({ 1: 40 * 270 });
    await undoAll();
  });
});

describe('label images inside an OME-Zarr', () => {
  it('are written into its group, listed there, and found again by its path', async () => {
    const zarr = file('pixels.ome.zarr');
    await writeStack(zarr, FLAT);
    await call('labels.import', { imageId: flat.id, plane: FIRST_PLANE, path: file('left.ome.tif') });
    const [cell] = (await call('project.current', {}))!.classes;
    await call('classes.update', { value: cell!.value, patch: { name: 'Cell', color: 0x123456 } });
    await call('labels.export', { imageId: flat.id, path: join(zarr, 'labels', 'cells') });
    const group = JSON.parse(readFileSync(join(zarr, 'labels', 'zarr.json'), 'utf8'));
    expect(group.attributes.ome).toMatchObject({ version: '0.5', labels: ['cells'] });
    const { ome } = JSON.parse(readFileSync(join(zarr, 'labels', 'cells', 'zarr.json'), 'utf8')).attributes;
    expect(ome['image-label']).toEqual({
      colors: [{ 'label-value': 1, rgba: [0x12, 0x34, 0x56, 255] }],
      properties: [{ 'label-value': 1, class: 'Cell' }],
      source: { image: '../../' },
    });
    const before = await readStack(zarr);
    expect(before.planes).toEqual((await readStack(file('flat.ome.tif'))).planes);

    await undoAll();
    await call('labels.import', { imageId: flat.id, plane: FIRST_PLANE, path: zarr });
    expect(await countsOf(flat)).toEqual({ 1: 100 * 270 });
    await call('labels.export', { imageId: flat.id, path: join(zarr, 'labels', 'second') });
    expect(JSON.parse(readFileSync(join(zarr, 'labels', 'zarr.json'), 'utf8')).attributes.ome.labels).toEqual([
      'cells',
      'second',
    ]);
    await expect(call('labels.import', { imageId: flat.id, plane: FIRST_PLANE, path: zarr })).rejects.toEqual(
      refused('invalid-input', /pixels\.ome\.zarr has the label images cells, second; choose one of them/),
    );
    await undoAll();
  });

  it('are refused where there is no such image, and leave nothing', async () => {
    await call('labels.import', { imageId: flat.id, plane: FIRST_PLANE, path: file('left.ome.tif') });
    await expect(
      call('labels.export', { imageId: flat.id, path: join(folder, 'absent.zarr', 'labels', 'cells') }),
    ).rejects.toEqual(refused('not-found', /The folder of cells, .*absent\.zarr, does not exist/));
    await writeStack(file('plate.ome.zarr'), SHAPE);
    const inPlate = join(file('plate.ome.zarr'), 'labels', 'cells');
    await expect(call('labels.export', { imageId: flat.id, path: inPlate })).rejects.toEqual(
      refused('invalid-input', /plate\.ome\.zarr is not a single image/),
    );
    expect(existsSync(join(file('plate.ome.zarr'), 'labels'))).toBe(false);
    expect(existsSync(join(folder, 'absent.zarr'))).toBe(false);
    await undoAll();
  });
});

describe('label statistics', () => {
  it('count each class of each plane of each image', async () => {
    await call('labels.import', { imageId: stack.id, plane: FIRST_PLANE, path: file('stack-labels.ome.tif'), planes: 'all' });
    const { classes, images } = await call('labels.statistics', {});
    expect(classes).toHaveLength(3);
    expect(images.map(({ name, planes }) => [name, planes.length])).toEqual([
      ['stack.ome.tif', 8],
      ['flat.ome.tif', 0],
    ]);
    const { planes } = await readStack(file('stack-labels.ome.tif'));
    expect(images[0]!.planes).toEqual(
      planes.map(({ plane, width, height, data }) => ({
        plane,
        pixels: width * height,
        counts: [1, 2, 3].map((k) => data.filter((value) => value === k).length),
      })),
    );
    await undoAll();
  });
});

describe('grove labels', () => {
  const project = (): string => file('copy.grove');

  it('imports, exports, merges and counts', async () => {
    await call('project.saveCopy', { path: project() });
    const at = ['--project', project(), '--image', 'flat.ome.tif'];
    const imported = await runGrove(['labels', 'import', ...at, '--labels', file('left.ome.tif'), '--json']);
    expect([imported.code, imported.stderr.replace(/^Reading.*\n/gm, '')]).toEqual([0, '']);
    expect(JSON.parse(imported.stdout)).toMatchObject({ image: 'flat.ome.tif', labelled: 100 * 270, classesAdded: 1 });

    const out = file('flat.png');
    expect(await runGrove(['labels', 'export', ...at, '--out', out])).toMatchObject({ code: 0, stdout: `${out}\n` });
    expect((await readStack(out)).planes[0]!.data).toEqual((await readStack(file('left.ome.tif'))).planes[0]!.data);

    const stats = await runGrove(['labels', 'stats', ...at]);
    expect(stats.stdout).toBe(`image,scene,t,z,class,pixels,share\nflat.ome.tif,1,1,1,Class 1,${100 * 270},${100 / 300}\n`);

    const people = ['anna', 'ben', 'cleo'].map((name) => file(`${name}.ome.tif`));
    const merged = await runGrove(['labels', 'merge', ...people, '--rule', 'first', '--out', file('merged.png'), '--json']);
    expect(JSON.parse(merged.stdout)).toMatchObject({ sets: 3, disagreeing: 20 * 270, partly: 240 * 270 });
    const row = (await readStack(file('merged.png'))).planes[0]!.data.slice(0, 300);
    expect(row).toEqual(Array.from({ length: 300 }, (_, x) => (x < 60 ? 1 : 2)));
  });

  it('refuses in one sentence and leaves nothing behind', async () => {
    cpSync(file('left.ome.tif'), file('kept.ome.tif'));
    const bytes = readFileSync(file('kept.ome.tif'));
    const refusals: [string[], RegExp][] = [
      [
        ['import', '--project', project(), '--image', 'other.tif', '--labels', file('left.ome.tif')],
        /has no image other\.tif; it has stack/,
      ],
      [
        ['import', '--project', project(), '--image', '1', '--labels', file('small.ome.tif')],
        /small\.ome\.tif is 299 × 270 pixels/,
      ],
      [['export', '--project', project(), '--image', '2', '--out', file('flat.ome.tif')], /would overwrite flat\.ome\.tif/],
      [['merge', file('kept.ome.tif'), file('small.ome.tif'), '--out', file('never.ome.tif')], /small\.ome\.tif is 299/],
      [['merge', file('kept.ome.tif'), file('left.ome.tif'), '--out', file('kept.ome.tif')], /would overwrite kept\.ome\.tif/],
      [['merge', file('kept.ome.tif'), '--out', file('never.ome.tif')], /at least two/],
    ];
    for (const [args, message] of refusals) {
      const { code, stderr } = await runGrove(['labels', ...args]);
      expect([code, stderr.trim().split('\n').length], args.join(' ')).toEqual([1, 1]);
      expect(stderr).toMatch(message);
    }
    expect(readFileSync(file('kept.ome.tif')).equals(bytes)).toBe(true);
    expect(existsSync(file('never.ome.tif'))).toBe(false);
    expect(readdirSync(folder).filter((name) => /partial|tmp|spill/.test(name))).toEqual([]);
  });
});

it('a label image that is an image of the project is not overwritten', async () => {
  const cells = join(file('pixels.ome.zarr'), 'labels', 'cells');
  await call('images.add', { paths: [cells] });
  await call('labels.import', { imageId: flat.id, plane: FIRST_PLANE, path: file('left.ome.tif') });
  const before = await readStack(cells);
  await expect(call('labels.export', { imageId: flat.id, path: cells })).rejects.toEqual(
    refused('invalid-input', /cells would overwrite cells/),
  );
  expect(await readStack(cells)).toEqual(before);
});
