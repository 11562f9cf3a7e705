import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIXEL_SIZE_UM, readStack, type StackShape, TIME_STEP_S, writeStack } from '../services/stack-images.ts';
import { runGrove } from './run-grove.ts';

const SHAPE: StackShape = {
  scenes: [
    { name: 'Left', width: 60, height: 50 },
    { name: 'Right', width: 80, height: 70 },
  ],
  sizeZ: 3,
  sizeT: 2,
  channels: [
    { name: 'DAPI', color: 0x0000ff },
    { name: 'GFP', color: 0x00ff00 },
  ],
};
const SHARED = fileURLToPath(new URL('../../../shared/data/images', import.meta.url));

let folder: string;
const file = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-image-commands-'));
  process.env.GROVE_DATA = mkdtempSync(join(tmpdir(), 'grove-data-'));
  await writeStack(file('stack.ome.tif'), SHAPE);
  await writeStack(file('stack.ome.zarr'), SHAPE);
  mkdirSync(file('work.zarr'));
  await writeStack(file('work.zarr/inner.ome.tif'), { ...SHAPE, sizeZ: 1, sizeT: 1 });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(process.env.GROVE_DATA!, { recursive: true, force: true });
});

async function infoOf(path: string) {
  const { code, stdout } = await runGrove(['image', 'info', path, '--json']);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

describe('grove image info', () => {
  it.each([
    ['stack.ome.tif', 'ome-tiff'],
    ['stack.ome.zarr', 'ome-zarr'],
  ])('tells all of %s as JSON', async (name, format) => {
    const said = await infoOf(file(name));
    expect(said).toMatchObject({
      file: file(name),
      format,
      axes: 'STCZYX',
      sizeScene: 2,
      sizeZ: 3,
      sizeT: 2,
      width: 60,
      height: 50,
    });
    expect(said).toMatchObject({ pixelType: 'uint16', rgb: false, pixelSizeUm: PIXEL_SIZE_UM, timeStepS: TIME_STEP_S });
    expect(said).toMatchObject({ channels: SHAPE.channels, scenes: SHAPE.scenes });
    expect(said.scenes[1].levels).toEqual([{ width: 80, height: 70, downsample: 1 }]);
    expect(said.compression).toEqual([expect.stringMatching(/./)]);
  });

  it('tells the same to people', async () => {
    const { code, stdout } = await runGrove(['image', 'info', file('stack.ome.tif')]);
    expect(code).toBe(0);
    for (const line of [/^scene +Right: 80 × 70 pixels/m, /^z planes +3$/m, /^time points +2$/m, /^ +GFP: #00ff00$/m]) {
      expect(stdout).toMatch(line);
    }
    expect(stdout).toMatch(/^pixel size +0\.25 µm × 0\.5 µm × 1\.5 µm$/m);
  });

  const czi = join(SHARED, 'czi/real-apache2/CellDivision_T3_Z5_CH2_X240_Y170.czi');
  it.skipIf(!existsSync(czi))('tells all of a CZI (skipped where ../shared/data is not there)', async () => {
    const said = await infoOf(czi);
    expect(said).toMatchObject({ format: 'czi', axes: 'TCZYX', width: 240, height: 170, sizeZ: 5, sizeT: 3, sizeScene: 1 });
    expect(said.channels).toHaveLength(2);
    for (const { name, color } of said.channels) expect([name.length > 0, typeof color]).toEqual([true, 'number']);
    expect(said.pixelSizeUm.x).toBeGreaterThan(0);
    expect(said.scenes).toMatchObject([{ width: 240, height: 170 }]);
  });

  it
    .skipIf(!existsSync(SHARED))
    .each(['ome-tiff/pyramid_tczyx_u16_deflate.ome.tif', 'ome-zarr/cells_v04.ome.zarr', 'ome-zarr/cells_v05.ome.zarr'])(
    'tells what is recorded of %s (skipped where ../shared/data is not there)',
    async (name) => {
      const { axes, levels } = JSON.parse(readFileSync(join(SHARED, 'other-formats.json'), 'utf8')).files[name];
      expect(levels.length).toBeGreaterThan(1);
      const said = await infoOf(join(SHARED, name));
      const sizes: Record<string, number> = {
        T: said.sizeT,
        C: said.channels.length,
        Z: said.sizeZ,
        Y: said.height,
        X: said.width,
      };
      expect([...(axes as string).toUpperCase()].map((axis) => sizes[axis])).toEqual(levels[0].shape);
      const edges = levels.map(({ shape }: { shape: number[] }) => shape.slice(-2));
      expect(said.levels.map(({ width, height }: { width: number; height: number }) => [height, width])).toEqual(edges);
      expect(said.pixelType).toBe('uint16');
    },
  );
});

describe('grove image export', () => {
  it('writes a file of another kind, says which, and reopens identical', async () => {
    const out = file('turned.ome.zarr');
    const run = await runGrove(['image', 'export', file('stack.ome.tif'), '--out', out, '--subset', 'z(2-)|t(1)', '--json']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toEqual({ path: out, width: 60, height: 50, planes: 4, channels: 2 });
    const { info, planes } = await readStack(out);
    expect(info).toMatchObject({
      sizeZ: 2,
      sizeT: 1,
      pixelSizeUm: PIXEL_SIZE_UM,
      channels: SHAPE.channels,
      scenes: SHAPE.scenes,
    });
    const source = (await readStack(file('stack.ome.tif'))).planes.filter(({ plane }) => plane.z > 0 && plane.t === 0);
    expect(planes.map(({ data }) => data)).toEqual(source.map(({ data }) => data));
  });

  const exporting =
    (...more: string[]) =>
    () => ['image', 'export', file('stack.ome.tif'), ...more];
  it.each<[string, () => string[], RegExp]>([
    ['without a file', exporting(), /--out is missing: give the file to write/],
    ['of nothing', () => ['image', 'export', '--out', 'x.tif'], /Which image\? Use 'grove image export FILE/],
    ['of two images', exporting('b.tif', '--out', 'x.tif'), /'b\.tif' is one too many/],
    ['to another ending', () => exporting('--out', file('x.bmp'))(), /x\.bmp must end in \.ome\.tif, \.ome\.zarr or \.png/],
    ['into no folder', () => exporting('--out', file('no/x.tif'))(), /The folder of x\.tif, .*no, does not exist/],
    ['over its image', () => exporting('--out', file('stack.ome.tif'))(), /stack\.ome\.tif would overwrite stack\.ome\.tif/],
    [
      'in place of a folder with its image',
      () => ['image', 'export', file('work.zarr/inner.ome.tif'), '--out', file('work.zarr')],
      /work\.zarr would overwrite inner\.ome\.tif/,
    ],
    [
      'of a region of words',
      () => exporting('--out', file('x.tif'), '--region', 'all')(),
      /--region takes X,Y,W,H .*, not 'all'/,
    ],
    ['of an empty region', () => exporting('--out', file('x.tif'), '--region', '0,0,0,5')(), /--region takes X,Y,W,H in pixels/],
    ['of a resolution of words', () => exporting('--out', file('x.tif'), '--level', 'low')(), /--level must be a whole number/],
    ['of too many planes as PNG', () => exporting('--out', file('x.png'))(), /x\.png can hold one plane, not 12/],
  ])('refuses %s, in one line and without a trace', async (_, args, message) => {
    const before = readdirSync(folder, { recursive: true });
    const { code, stdout, stderr } = await runGrove(args());
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^grove: [^\n]*\n$/);
    expect(stderr).toMatch(message);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });
});
