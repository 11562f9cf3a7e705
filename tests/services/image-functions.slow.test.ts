import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input, Method, Output } from '#contract/contract.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { compose } from '../../main/compose.ts';
import type { Application } from '../../main/services/application.ts';
import { createDispatch, type Dispatch } from '../../main/services/dispatch.ts';
import { runGrove } from '../cli/run-grove.ts';
import { naiveRegions } from '../core/image-function/naive-regions.ts';
import { randomLabels } from '../core/image-function/random-labels.ts';
import { PIXEL_SIZE_UM, readStack, type StackShape, TIME_STEP_S, writeStack } from './stack-images.ts';

/** Wider and higher than a tile of the file, so that objects cross the borders of tiles and strips. */
const SCENES = [
  { name: 'B2', well: 'B2', width: 700, height: 620 },
  { name: 'C7', well: 'C7', width: 90, height: 1100 },
];
const STACK: StackShape = {
  scenes: SCENES,
  sizeZ: 2,
  sizeT: 2,
  channels: [{ name: 'Labels', color: null }],
  pixelType: 'uint8',
};
const drawn = new Map<string, Uint8Array>();
function labelsOf({ scene, z, t }: PlaneIndex): Uint8Array {
  const { width, height } = SCENES[scene]!;
  const key = `${scene}${z}${t}`;
  const labels = drawn.get(key) ?? randomLabels(width, height, 2, 40, 1 + scene * 4 + z * 2 + t);
  drawn.set(key, labels);
  return labels;
}

let folder: string;
let application: Application;
let dispatch: Dispatch;
let image: ImageRecord;
const file = (name: string): string => join(folder, name);
const call = <M extends Method>(method: M, input: Input<M>, options = {}) =>
  dispatch.call(method, input, options) as Promise<Output<M>>;
const refused = (kind: string, message: RegExp) => expect.objectContaining({ kind, message: expect.stringMatching(message) });
const leftovers = (): string[] => readdirSync(folder).filter((name) => /partial|tmp|spill|never/.test(name));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-image-functions-'));
  process.env.GROVE_DATA = file('data');
  application = await compose({ host: 'server', dataFolder: file('data'), cacheFolder: file('cache'), threads: 2 });
  dispatch = createDispatch(application.handlers);
  await writeStack(file('labels.ome.tif'), STACK, (plane, _, x, y) => labelsOf(plane)[y * SCENES[plane.scene]!.width + x]!);
  const grey = { ...STACK, channels: [{ name: 'DAPI', color: 0x0000ff }], pixelType: 'uint16' as const };
  await writeStack(file('grey.ome.tif'), grey, (_, __, x, y) => 1000 + x + y);
  await call('project.create', { path: file('work.grove') });
  const { added } = await call('images.add', { paths: [file('labels.ome.tif')] });
  image = added[0]!;
});
afterAll(async () => {
  await application.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('image functions', () => {
  it('work on whole objects of every plane and keep calibration, scenes and channel names', async () => {
    const out = file('scrapped.ome.zarr');
    const done = await call('images.function', {
      imageId: image.id,
      steps: ['scrap minimum=40 maximum=3000 connectivity=4', 'fill-holes maximum=25 connectivity=4'],
      path: out,
    });
    expect(done).toMatchObject({ path: out, width: 700, height: 620, planes: 8, channels: 1, pixelType: 'uint8', notes: [] });
    const { info, planes } = await readStack(out);
    expect(info).toMatchObject({
      pixelSizeUm: PIXEL_SIZE_UM,
      timeStepS: TIME_STEP_S,
      channels: STACK.channels,
      sizeZ: 2,
      sizeT: 2,
    });
    expect(info.scenes).toMatchObject(SCENES);
    for (const { plane, width, height, data } of planes) {
      const scrap = { name: 'scrap', minimum: 40, maximum: 3000, connectivity: 4 } as const;
      const kept = naiveRegions(labelsOf(plane), width, height, scrap);
      const fill = { name: 'fill-holes', minimum: 0, maximum: 25, connectivity: 4 } as const;
      const expected = naiveRegions(kept, width, height, fill);
      expect(expected.filter((value, i) => value !== labelsOf(plane)[i]).length).toBeGreaterThan(100);
      expect(data.findIndex((value, i) => value !== expected[i])).toBe(-1);
    }
  });

  it('give the same bytes on any number of threads and in strips of any height, from the command line', async () => {
    const steps = [
      'mask',
      'class=1',
      'close',
      'element=disk',
      'count=2',
      'fill-holes',
      'maximum=60',
      'open',
      'scrap',
      'minimum=12',
    ];
    const results: Buffer[] = [];
    for (const [threads, strip] of [
      ['1', '512'],
      ['2', '7'],
      ['2', '100'],
    ]) {
      const out = file(`run-${threads}-${strip}.ome.tif`);
      const options = ['--image', file('labels.ome.tif'), '--out', out, '--threads', threads!, '--strip', strip!];
      expect(await runGrove(['image', 'function', ...steps, ...options])).toMatchObject({ code: 0, stdout: `${out}\n` });
      results.push(readFileSync(out));
    }
    for (const result of results) expect(result.equals(results[0]!)).toBe(true);
    const { planes } = await readStack(file('run-1-512.ome.tif'));
    expect(new Set(planes.flatMap(({ data }) => data))).toEqual(new Set([0, 255]));
  });

  it('take a subset after whole objects, so that what is cut away still counts', async () => {
    const out = file('part.ome.tif');
    const steps = ['scrap minimum=60 connectivity=8', 'subset subset=S(2)|Z(2)|T(1)|X(10-60)|Y(500-700)'];
    await call('images.function', { imageId: image.id, steps, path: out });
    const plane = { scene: 1, z: 1, t: 0 };
    const whole = naiveRegions(labelsOf(plane), 90, 1100, { name: 'scrap', minimum: 60, maximum: 1e9, connectivity: 8 });
    const { info, planes } = await readStack(out);
    expect([info.width, info.height, planes.length]).toEqual([51, 201, 1]);
    expect(info.pixelSizeUm).toEqual(PIXEL_SIZE_UM);
    expect(planes[0]!.data).toEqual(
      Array.from({ length: 51 * 201 }, (_, i) => whole[(500 + Math.floor(i / 51)) * 90 + 10 + (i % 51)]),
    );
  });

  it('add channels in the pixel type of the image, and say so', async () => {
    const out = file('with-mask.ome.tif');
    const args = [
      'image',
      'function',
      'add-channels',
      `with=${file('labels.ome.tif')}`,
      '--image',
      file('grey.ome.tif'),
      '--out',
      out,
    ];
    const { code, stdout, stderr } = await runGrove([...args, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ channels: 2, pixelType: 'uint16', planes: 8 });
    expect(stderr).toMatch(/channels of labels\.ome\.tif were changed from uint8 to uint16, their values as they are/);
    const { info, planes } = await readStack(out);
    expect(info.channels).toMatchObject([{ name: 'DAPI', color: 0x0000ff }, { name: 'Labels' }]);
    const { plane, data, width, height } = planes[5]!;
    expect(data[3 * width + 2]).toBe(1005);
    expect(data.slice(width * height)).toEqual([...labelsOf(plane)]);
  });

  it('write a PNG of one plane', async () => {
    const steps = ['subset subset=S(1)|Z(1)|T(1)', 'mask class=2'];
    await call('images.function', { imageId: image.id, steps, path: file('mask.png') });
    const { planes } = await readStack(file('mask.png'));
    expect(planes[0]!.data).toEqual([...labelsOf({ scene: 0, z: 0, t: 0 })].map((value) => (value === 2 ? 255 : 0)));
  });
});

describe('image functions that cannot be done', () => {
  it('are refused by name and leave nothing', async () => {
    const run = (steps: string[], path: string) => call('images.function', { imageId: image.id, steps, path });
    await writeStack(file('small.ome.tif'), { ...STACK, scenes: [{ name: 'S', width: 5, height: 5 }] }, () => 1);
    const before = readFileSync(file('labels.ome.tif'));
    await expect(run(['not'], file('labels.ome.tif'))).rejects.toEqual(
      refused('invalid-input', /would overwrite labels\.ome\.tif/),
    );
    await expect(run([`combine with=${file('grey.ome.tif')}`], file('grey.ome.tif'))).rejects.toEqual(
      refused('invalid-input', /would overwrite grey\.ome\.tif/),
    );
    await expect(run([`combine with=${file('small.ome.tif')}`], file('never.ome.tif'))).rejects.toEqual(
      refused('mismatch', /small\.ome\.tif has 5 × 5 pixels/),
    );
    await expect(run(['not'], file('never.png'))).rejects.toEqual(refused('invalid-input', /can hold one plane, not 8/));
    await expect(run(['not'], file('never.jpg'))).rejects.toEqual(refused('invalid-input', /must end in/));
    await expect(run(['blur'], file('never.ome.tif'))).rejects.toEqual(refused('invalid-input', /no image function 'blur'/));
    await expect(run([`combine with=${file('absent.tif')}`], file('never.ome.tif'))).rejects.toEqual(
      refused('not-found', /absent\.tif/),
    );
    expect(readFileSync(file('labels.ome.tif')).equals(before)).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it('can be cancelled, and leave nothing', async () => {
    const controller = new AbortController();
    const request = { imageId: image.id, steps: ['scrap minimum=9', 'dilate count=20'], path: file('never.ome.tif') };
    const options = { signal: controller.signal, onProgress: () => controller.abort() };
    await expect(call('images.function', request, options)).rejects.toEqual(refused('cancelled', /Cancelled/));
    expect(leftovers()).toEqual([]);
    expect(existsSync(file('never.ome.tif'))).toBe(false);
  });
});
