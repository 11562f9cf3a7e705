import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sceneOf } from '#core/model/scene.ts';

import { openStore } from './open-store.ts';
import { imageAttributes, storeFolders, type TestArray, TestStore } from './test-store.ts';

const newFolder = storeFolders();

/** An array whose samples are all the same. */
const flat = (width: number, height: number, sample: number, more: Partial<TestArray> = {}): TestArray => ({
  ...{ shape: [height, width], chunks: [height, width], type: 'uint8', value: () => sample },
  ...more,
});

async function samples(
  path: string,
): Promise<{ names: string[]; wells: (string | undefined)[]; values: number[]; notes: readonly string[] }> {
  const file = await openStore(path);
  const names: string[] = [];
  const wells: (string | undefined)[] = [];
  const values: number[] = [];
  for (let scene = 0; scene < file.info.sizeScene; scene++) {
    const { name, well } = sceneOf(file.info, scene);
    names.push(name);
    wells.push(well);
    const request = { plane: { scene, z: 0, t: 0 }, level: 0, rect: { x: 0, y: 0, width: 1, height: 1 }, channels: [0] };
    values.push((await file.read(request)).data[0]!);
  }
  await file.close();
  return { names, wells, values, notes: file.info.notes ?? [] };
}

describe('series of images', () => {
  const layout = { 'bioformats2raw.layout': 3 };
  const xml = (names: readonly string[]): Uint8Array =>
    Buffer.from(
      `<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">${names
        .map(
          (name, i) =>
            `<Image ID="Image:${i}" Name="${name}"><Pixels ID="Pixels:${i}" DimensionOrder="XYZCT" Type="uint8" SizeX="4" SizeY="4" SizeZ="1" SizeC="1" SizeT="1" PhysicalSizeX="0.2" PhysicalSizeXUnit="µm"><Channel ID="Channel:${i}:0" Name="GFP" SamplesPerPixel="1" Color="16711935"/><MetadataOnly/></Pixels></Image>`,
        )
        .join('')}</OME>`,
    );

  it.each([2, 3] as const)('listed in their order, Zarr %i', async (version) => {
    const store = new TestStore().group('', layout, version).group('OME', { series: ['1', '0'] }, version);
    for (const [i, size] of [4, 6].entries()) {
      store.group(String(i), imageAttributes('yx'), version).array(`${i}/0`, flat(size, size, 10 + i, { version }));
    }
    expect(await samples(store.writeTo(newFolder()))).toMatchObject({ values: [11, 10], notes: [] });
  });

  it('counted where they are not listed; those that are of another kind or no image are left out and told', async () => {
    const store = new TestStore().group('', layout);
    for (const i of [0, 1, 2, 3]) store.group(String(i), imageAttributes('yx')).array(`${i}/0`, flat(4, 4, i));
    store.group('1', {}).array('2/0', flat(4, 4, 2, { type: 'uint16' }));
    store.group('9', imageAttributes('yx')).array('9/0', flat(4, 4, 9));
    const { values, notes } = await samples(store.writeTo(newFolder()));
    expect(values).toEqual([0, 3]);
    expect(notes).toEqual([expect.stringMatching(/series 1 holds no image/), expect.stringMatching(/\/2 has other channels/)]);
  });

  it('with names, channels and sizes from the OME-XML beside them', async () => {
    const store = new TestStore().group('', layout);
    const plain = { multiscales: [{ axes: [{ name: 'y' }, { name: 'x' }], datasets: [{ path: '0' }] }] };
    for (const i of [0, 1]) store.group(String(i), plain).array(`${i}/0`, flat(4, 4, i));
    store.entries.set('OME/METADATA.ome.xml', xml(['Macro', 'Slide']));
    const path = store.writeTo(newFolder());
    const file = await openStore(path);
    expect(file.info.channels).toEqual([{ name: 'GFP', color: 0x00ff00 }]);
    expect(file.info.scenes?.map(({ name }) => name)).toEqual(['Macro', 'Slide']);
    expect(file.info.pixelSizeUm.x).toBe(0.2);
    await file.close();
  });
});

describe('plates', () => {
  const plate = (wells: readonly string[]): Record<string, unknown> => ({
    plate: { rows: [{ name: 'A' }], columns: [{ name: '1' }], wells: wells.map((path) => ({ path })) },
  });

  it.each([2, 3] as const)('have a scene per field, in the order of wells and fields, Zarr %i', async (version) => {
    const store = new TestStore().group('', plate(['B/03', 'A/1']), version);
    store.group('B/03', { well: { images: [{ path: '1' }, { path: '0' }] } }, version);
    store.group('A/1', { well: { images: [{ path: '0' }] } }, version);
    for (const [path, sample] of [
      ['B/03/0', 30],
      ['B/03/1', 31],
      ['A/1/0', 10],
    ] as const) {
      store.group(path, imageAttributes('yx'), version).array(`${path}/0`, flat(5, 4, sample, { version }));
    }
    expect(await samples(store.writeTo(newFolder()))).toEqual({
      ...{ names: ['B3 field 1', 'B3 field 2', 'A1 field 1'], wells: ['B3', 'B3', 'A1'] },
      ...{ values: [31, 30, 10], notes: [] },
    });
  });

  it('leave out wells and fields that are missing, and say so', async () => {
    const store = new TestStore().group('', plate(['A/1', 'A/2', '../../etc']));
    store.group('A/1', { well: { images: [{ path: '0' }, { path: '7' }, { path: '../../x' }, {}] } });
    store.group('A/1/0', imageAttributes('yx')).array('A/1/0/0', flat(5, 4, 1));
    const { values, notes } = await samples(store.writeTo(newFolder()));
    expect(values).toEqual([1]);
    expect(notes).toHaveLength(5);
  });

  it('of which very much is missing say so in some sentences', async () => {
    const store = new TestStore().group('', plate(['A/1', ...Array.from({ length: 500 }, (_, i) => `B/${i}`)]));
    store
      .group('A/1', { well: { images: [{ path: '0' }] } })
      .group('A/1/0', imageAttributes('yx'))
      .array('A/1/0/0', flat(5, 4, 1));
    const { notes } = await samples(store.writeTo(newFolder()));
    expect(notes).toHaveLength(51);
    expect(notes[50]).toBe('And 450 more things like these.');
  });

  it('a well is an image by itself', async () => {
    const store = new TestStore().group('B/4', { well: { images: [{ path: '0' }] } });
    store.group('B/4/0', imageAttributes('yx')).array('B/4/0/0', flat(5, 4, 1));
    const path = store.writeTo(newFolder());
    expect(await samples(join(path, 'B/4'))).toMatchObject({ names: ['B4 field 1'], wells: ['B4'] });
  });
});

describe('an image', () => {
  it('tells of its label images, which open by their own path', async () => {
    const store = new TestStore().group('', imageAttributes('yx')).array('0', flat(4, 4, 1));
    store.group('labels', { labels: ['nuclei', 'cells'] });
    store.group('labels/nuclei', imageAttributes('yx')).array('labels/nuclei/0', flat(4, 4, 77, { type: 'int64' }));
    const path = store.writeTo(newFolder());
    expect((await samples(path)).notes).toEqual([expect.stringMatching(/label images labels\/nuclei, labels\/cells; open them/)]);
    expect((await samples(join(path, 'labels/nuclei'))).values).toEqual([77]);
    await expect(openStore(join(path, 'labels'))).rejects.toMatchObject({
      ...{
        kind: 'invalid-input',
        message: expect.stringMatching(/group of label images; open one of them, such as .*labels\/nuclei/),
      },
    });
  });

  it('leaves out resolutions that are missing or of another shape; a coarser z belongs to two planes', async () => {
    const paths = ['0', '1', 'gone', 'wide', '2'];
    const store = new TestStore().group('', imageAttributes('zyx', paths));
    const level = (z: number, size: number): TestArray => ({
      ...{ shape: [z, size, size], chunks: [1, size, size], type: 'uint8', value: ([at = 0]) => at * 10 + size },
    });
    store
      .array('0', level(4, 40))
      .array('1', level(2, 20))
      .array('wide', { ...level(2, 8), shape: [2, 8, 19], chunks: [1, 8, 19] })
      .array('2', level(2, 10));
    const file = await openStore(store.writeTo(newFolder()));
    expect(file.info.levels).toEqual([
      { width: 40, height: 40, downsample: 1 },
      { width: 20, height: 20, downsample: 2 },
      { width: 10, height: 10, downsample: 4 },
    ]);
    expect(file.info.notes).toHaveLength(2);
    const seen: number[] = [];
    for (let z = 0; z < 4; z++) {
      const request = { plane: { scene: 0, z, t: 0 }, level: 1, rect: { x: 0, y: 0, width: 1, height: 1 }, channels: [0] };
      seen.push((await file.read(request)).data[0]!);
    }
    expect(seen).toEqual([20, 20, 30, 30]);
    await file.close();
  });

  it('may have NaN in its metadata, as Python writes it, and names of any length', async () => {
    const attributes = {
      ...imageAttributes('yx'),
      omero: { channels: [{ label: 'NaN "and" Infinity', color: 'F00', window: { start: 1, end: 2 } }] },
    };
    const store = new TestStore().group('', attributes).array('0', flat(4, 4, 1));
    const text = Buffer.from(store.entries.get('zarr.json')!).toString();
    store.entries.set('zarr.json', Buffer.from(text.replace('"start":1', '"start":NaN').replace('"end":2', '"end":-Infinity')));
    const file = await openStore(store.writeTo(newFolder()));
    expect(file.info.channels).toEqual([{ name: 'NaN "and" Infinity', color: null }]);
    await file.close();
  });

  it('may have odd scales, and units by name or symbol', async () => {
    const axes = [
      { name: 't', type: 'time', unit: 'millisecond' },
      { name: 'z', type: 'space', unit: 'nanometer' },
      { name: 'y', type: 'space', unit: 'mm' },
      { name: 'x', type: 'space', unit: 'meter' },
    ];
    const datasets = [{ path: '0', coordinateTransformations: [{ type: 'scale', scale: [1, 250, 0.5, 2] }] }];
    const whole = [{ type: 'identity' }, { type: 'scale', scale: [40, 2, 1, 1e-6] }];
    const store = new TestStore().group('', { multiscales: [{ axes, datasets, coordinateTransformations: whole }] });
    store.array('0', { shape: [1, 1, 4, 4], chunks: [1, 1, 4, 4], type: 'uint8', value: () => 1 });
    const file = await openStore(store.writeTo(newFolder()));
    expect(file.info.pixelSizeUm).toEqual({ x: 2, y: 500, z: 0.5 });
    expect(file.info.timeStepS).toBeCloseTo(0.04, 12);
    await file.close();
  });

  it('without axes has those of the oldest versions', async () => {
    const store = new TestStore().group('', { multiscales: [{ datasets: [{ path: 'full' }] }] }, 2);
    store.array('full', {
      ...{ shape: [2, 3, 1, 4, 5], chunks: [1, 1, 1, 4, 5], type: 'uint8', version: 2 },
      value: ([t = 0, c = 0]) => t * 3 + c,
    });
    const file = await openStore(store.writeTo(newFolder()));
    expect(file.info).toMatchObject({ sizeT: 2, channels: [{ name: 'Channel 1' }, {}, {}], sizeZ: 1, width: 5, height: 4 });
    await file.close();
  });
});

describe('what is no image', () => {
  it.each([
    ['a Zarr without an image', new TestStore().group('', {}), /without an OME image/],
    ['a lone array', new TestStore().array('x', flat(4, 4, 1)), /single array/],
    ['an empty plate', new TestStore().group('', { plate: { wells: [] } }), /a plate without images/],
    ['an empty well', new TestStore().group('', { well: {} }), /a well without images/],
  ])('%s is refused by name', async (name, store, message) => {
    const path = store.writeTo(newFolder());
    const at = name === 'a lone array' ? join(path, 'x') : path;
    await expect(openStore(at)).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringMatching(message) });
  });

  it('a folder of other things', async () => {
    const path = newFolder();
    mkdirSync(path);
    writeFileSync(join(path, 'a.txt'), '');
    await expect(openStore(path)).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringMatching(/is a folder/) });
  });
});
