import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportedImage, Input, Output, Progress } from '#contract/contract.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { compose } from '../../main/compose.ts';
import type { Application } from '../../main/services/application.ts';
import { createDispatch, type Dispatch } from '../../main/services/dispatch.ts';
import { PIXEL_SIZE_UM, readStack, type StackShape, TIME_STEP_S, valueAt, writeStack } from './stack-images.ts';

const STACK: StackShape = {
  scenes: [
    { name: 'B2', well: 'B2', width: 90, height: 70 },
    { name: 'C7', well: 'C7', width: 530, height: 120 },
  ],
  sizeZ: 3,
  sizeT: 2,
  channels: [
    { name: 'DAPI', color: 0x0000ff },
    { name: 'GFP', color: 0x00ff00 },
  ],
};
const one = (name: string, width: number, height: number) => [{ name, width, height }];
const GREY = { sizeZ: 1, sizeT: 1, channels: [{ name: 'Grey', color: null }] };
const RGB = ['Red', 'Green', 'Blue'].map((name) => ({ name, color: null }));
const IMAGES: Record<string, StackShape> = {
  'stack.ome.tif': STACK,
  'grey8.ome.tif': { ...GREY, scenes: one('Grey', 40, 30), pixelType: 'uint8' },
  'grey16.ome.tif': { ...GREY, scenes: one('Grey', 40, 30) },
  'colour.ome.tif': { sizeZ: 1, sizeT: 1, channels: RGB, scenes: one('Colour', 40, 30), pixelType: 'uint8', rgb: true },
  'store.ome.zarr': { ...GREY, scenes: one('Stored', 600, 300) },
};

let folder: string;
let application: Application;
let dispatch: Dispatch;
let images: readonly ImageRecord[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-image-export-'));
  application = await compose({
    host: 'server',
    dataFolder: join(folder, 'data'),
    cacheFolder: join(folder, 'cache'),
    threads: 2,
  });
  dispatch = createDispatch(application.handlers);
  await dispatch.call('project.create', { path: join(folder, 'work.grove') });
  const paths = Object.keys(IMAGES).map((name) => join(folder, name));
  for (const [name, shape] of Object.entries(IMAGES)) await writeStack(join(folder, name), shape);
  const { added } = (await dispatch.call('images.add', { paths })) as Output<'images.add'>;
  images = added;
  expect(images).toHaveLength(paths.length);
});
afterAll(async () => {
  await application.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string): string => join(folder, name);
const imageOf = (name: string): ImageRecord => images.find((image) => image.name === name)!;
function exported(name: string, out: string, more: Partial<Input<'images.export'>> = {}): Promise<ExportedImage> {
  const request = { imageId: imageOf(name).id, path: file(out), ...more };
  return dispatch.call('images.export', request as Input<'images.export'>) as Promise<ExportedImage>;
}
const refused = (kind: string, message: RegExp) => expect.objectContaining({ kind, message: expect.stringMatching(message) });

describe.each(['.ome.tif', '.ome.zarr'])('an image exported to %s', (ending) => {
  it('reopens identical, with all that it says of itself', async () => {
    const done = await exported('stack.ome.tif', `all${ending}`);
    expect(done).toEqual({ path: file(`all${ending}`), width: 90, height: 70, planes: 12, channels: 2 });
    const { info, planes } = await readStack(file(`all${ending}`));
    const source = await readStack(file('stack.ome.tif'));
    expect(planes).toEqual(source.planes);
    expect(info).toMatchObject({ sizeScene: 2, sizeZ: 3, sizeT: 2, pixelType: 'uint16', rgb: false });
    expect(info).toMatchObject({ pixelSizeUm: PIXEL_SIZE_UM, timeStepS: TIME_STEP_S, channels: STACK.channels });
    expect(info.scenes).toMatchObject(STACK.scenes);
  });

  it('holds the planes and channels of a subset', async () => {
    const done = await exported('stack.ome.tif', `some${ending}`, { subset: 'S(2)|Z(1,3)|T(2)|C(2)' });
    expect(done).toMatchObject({ width: 530, height: 120, planes: 2, channels: 1 });
    const { info, planes } = await readStack(file(`some${ending}`));
    expect(info).toMatchObject({ sizeScene: 1, sizeZ: 2, sizeT: 1, channels: [STACK.channels[1]] });
    expect(info.scenes).toMatchObject([STACK.scenes[1]!]);
    for (const [i, z] of [0, 2].entries()) {
      const expected = Array.from({ length: 530 * 120 }, (_, p) =>
        valueAt({ scene: 1, z, t: 1 }, 1, p % 530, Math.floor(p / 530)),
      );
      expect(planes[i]!.data).toEqual(expected);
    }
  });

  it('holds the region asked for, the part that X and Y of the subset leave of it', async () => {
    const region = { x: 500, y: 30, width: 60, height: 60 };
    await exported('stack.ome.tif', `region${ending}`, { subset: 'S(2)|Z(1)|T(1)|C(1)|Y(40-)', region });
    const { planes } = await readStack(file(`region${ending}`));
    expect([planes[0]!.width, planes[0]!.height]).toEqual([30, 50]);
    const plane = { scene: 1, z: 0, t: 0 };
    const expected = Array.from({ length: 30 * 50 }, (_, p) => valueAt(plane, 0, 500 + (p % 30), 40 + Math.floor(p / 30)));
    expect(planes[0]!.data).toEqual(expected);
  });

  it.each([
    ['has', 'store.ome.zarr', 600],
    ['lacks', 'stack.ome.tif', 530],
  ])('holds a resolution that the file %s, with larger pixels', async (_, name, width) => {
    const image = imageOf(name);
    const scene = image.info.sizeScene - 1;
    const last = width === 600 ? '' : 'S(2)|Z(2)|T(1)';
    const done = await exported(name, `level-${width}${ending}`, { level: 1, subset: last });
    const { info, planes } = await readStack(file(`level-${width}${ending}`));
    expect([done.width, info.width, planes[0]!.width]).toEqual([width / 2, width / 2, width / 2]);
    expect(info.pixelSizeUm).toEqual({ x: 2 * PIXEL_SIZE_UM.x, y: 2 * PIXEL_SIZE_UM.y, z: PIXEL_SIZE_UM.z });
    const plane = width === 600 ? { scene, z: 0, t: 0 } : { scene, z: 1, t: 0 };
    for (const [x, y] of [
      [0, 0],
      [17, 31],
      [width / 2 - 1, planes[0]!.height - 1],
    ] as const) {
      const under = [0, 1].flatMap((dy) => [0, 1].map((dx) => valueAt(plane, 0, 2 * x + dx, 2 * y + dy)));
      const mean = under.reduce((a, b) => a + b) / 4;
      expect(Math.abs(planes[0]!.data[y * planes[0]!.width + x]! - mean)).toBeLessThanOrEqual(0.5);
    }
  });

  it('is gone when it is cancelled in the middle', async () => {
    const abort = new AbortController();
    const before = readdirSync(folder).sort();
    const request = { imageId: imageOf('stack.ome.tif').id, path: file(`cut${ending}`), subset: '', level: 0, region: null };
    const onProgress = ({ done, total }: Progress): void => {
      if (done > 0 && done < total) abort.abort();
    };
    await expect(dispatch.call('images.export', request, { signal: abort.signal, onProgress })).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});

describe('an image exported to .png', () => {
  it.each([
    ['grey8.ome.tif', 'uint8', 1],
    ['grey16.ome.tif', 'uint16', 1],
    ['colour.ome.tif', 'uint8', 3],
  ])('has the pixels of %s as they are', async (name, pixelType, channels) => {
    await exported(name, `${name}.png`);
    const { info, planes } = await readStack(file(`${name}.png`));
    expect(info).toMatchObject({ format: 'png', pixelType, rgb: channels === 3 });
    expect(info.channels).toHaveLength(channels);
    expect(planes[0]!.data).toEqual((await readStack(file(name))).planes[0]!.data);
  });

  it('has the colours that the window shows of several channels', async () => {
    const image = imageOf('stack.ome.tif');
    const display = [
      { color: 0x0000ff, visible: true, min: 800, max: 2400, gamma: 1 },
      { color: 0xffff00, visible: true, min: 800, max: 2400, gamma: 2 },
    ];
    await dispatch.call('images.setDisplay', { imageId: image.id, display });
    await exported('stack.ome.tif', 'shown.png', { subset: 'S(1)|Z(2)|T(2)' });
    const { info, planes } = await readStack(file('shown.png'));
    expect(info).toMatchObject({ rgb: true, pixelType: 'uint8', width: 90, height: 70 });
    const plane = { scene: 0, z: 1, t: 1 };
    const level = (channel: number, p: number): number =>
      Math.min(1, Math.max(0, (valueAt(plane, channel, p % 90, Math.floor(p / 90)) - 800) / 1600));
    for (let p = 0; p < 90 * 70; p++) {
      const yellow = Math.round(255 * level(1, p) ** 0.5);
      const expected = [yellow, yellow, Math.round(255 * level(0, p))];
      for (let k = 0; k < 3; k++) {
        if (Math.abs(planes[0]!.data[k * 6300 + p]! - expected[k]!) > 1) throw new Error(`colour ${k} of pixel ${p}`);
      }
    }
  });

  it('is refused for several planes', async () => {
    await expect(exported('stack.ome.tif', 'many.png', { subset: 'Z(1)|S(1)' })).rejects.toEqual(
      refused('invalid-input', /many\.png can hold one plane, not 2; choose a \.tif or \.ome\.zarr file, or one plane/),
    );
    expect(existsSync(file('many.png'))).toBe(false);
  });
});

describe('an image is never exported', () => {
  it.each(Object.keys(IMAGES))('over %s or another image of the project', async (name) => {
    const before = readdirSync(folder, { recursive: true }).sort();
    await expect(exported('stack.ome.tif', name)).rejects.toEqual(
      refused('invalid-input', /would overwrite .*; choose another name/),
    );
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  });

  it('over the project, into an image, or to a Zarr that would take the place of a folder with images', async () => {
    linkSync(file('work.grove'), file('disguised.tif'));
    const over = exported('grey8.ome.tif', 'disguised.tif');
    await expect(over).rejects.toEqual(refused('invalid-input', /disguised\.tif would overwrite work\.grove/));
    const inside = exported('grey8.ome.tif', join('store.ome.zarr', 'inner.ome.zarr'));
    await expect(inside).rejects.toEqual(refused('invalid-input', /inner\.ome\.zarr would overwrite store\.ome\.zarr/));
    mkdirSync(file('kept.zarr'));
    await writeStack(file('kept.zarr/mine.ome.tif'), { ...GREY, scenes: one('Mine', 64, 48) });
    await dispatch.call('images.add', { paths: [file('kept.zarr/mine.ome.tif')] });
    await expect(exported('grey8.ome.tif', 'kept.zarr')).rejects.toEqual(
      refused('invalid-input', /kept\.zarr would overwrite mine\.ome\.tif/),
    );
    expect(readdirSync(file('kept.zarr'))).toEqual(['mine.ome.tif']);
  });

  it.each<[string, string, Partial<Input<'images.export'>>, RegExp]>([
    ['another ending', 'x.jpg', {}, /x\.jpg must end in \.ome\.tif, \.ome\.zarr or \.png/],
    [
      'a plane that is not there',
      'x.tif',
      { subset: 'Z(4)' },
      /stack\.ome\.tif has 3 Z planes, so number 4 of the subset is not there/,
    ],
    ['a subset that is none', 'x.tif', { subset: 'Q(1)' }, /"Q\(1\)" is not a part of a subset/],
    [
      'a resolution that is not there',
      'x.tif',
      { level: 9 },
      /stack\.ome\.tif has \d resolutions?, counted from 0, so there is no number 9/,
    ],
    [
      'a region beyond it',
      'x.tif',
      { region: { x: 600, y: 0, width: 5, height: 5 } },
      /has nothing at 5 × 5 pixels at \(600, 0\)/,
    ],
    ['a cut beyond it', 'x.tif', { subset: 'X(2000-3000)' }, /stack\.ome\.tif is 90 × 70 pixels, so it has nothing at/],
    ['no folder', 'none/x.tif', {}, /The folder of x\.tif, .*none, does not exist/],
  ])('with %s', async (_, out, more, message) => {
    await expect(exported('stack.ome.tif', out, more)).rejects.toMatchObject({ message: expect.stringMatching(message) });
    expect(existsSync(file(out))).toBe(false);
  });
});
