import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGrove } from '../cli/run-grove.ts';
import {
  PIXEL_SIZE_UM,
  readStack,
  type StackShape,
  TIME_STEP_S,
  truthAt,
  writeLabels,
  writeStack,
} from '../services/stack-images.ts';

const SHAPE: StackShape = {
  scenes: [
    { name: 'Left', width: 120, height: 90 },
    { name: 'Right', width: 160, height: 130 },
  ],
  sizeZ: 3,
  sizeT: 2,
  channels: [
    { name: 'DAPI', color: 0x0000ff },
    { name: 'GFP', color: 0x00ff00 },
  ],
};
const SINGLE: StackShape = { ...SHAPE, scenes: [{ name: 'One', width: 120, height: 90 }], sizeZ: 1, sizeT: 1 };

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-planes-'));
  process.env.GROVE_DATA = mkdtempSync(join(tmpdir(), 'grove-data-'));
  await writeStack(file('stack.ome.tif'), SHAPE);
  await writeStack(file('stack.ome.zarr'), SHAPE);
  await writeLabels(file('all.ome.tif'), SHAPE, ({ scene, z, t }) => z === 1 && t === scene);
  await writeLabels(file('one.ome.tif'), SINGLE, () => true);
  await writeLabels(file('other.ome.tif'), { ...SHAPE, sizeZ: 2 }, () => true);
  const model = ['--trees', '5', '--classes', 'Ground,Disc', '--out', file('m.grovemodel')];
  const trained = await runGrove(['pixel', 'train', '--image', file('stack.ome.tif'), '--labels', file('all.ome.tif'), ...model]);
  expect(trained).toMatchObject({ code: 0 });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(process.env.GROVE_DATA!, { recursive: true, force: true });
});

describe('grove pixel train', () => {
  it('learns from labels with the planes of their image', async () => {
    const args = ['--image', file('stack.ome.tif'), '--labels', file('all.ome.tif'), '--trees', '3', '--json'];
    const { code, stdout } = await runGrove(['pixel', 'train', ...args, '--out', file('again.grovemodel')]);
    expect(code).toBe(0);
    const { labelledPixels } = JSON.parse(stdout).report;
    const every11th = (width: number, height: number): number => {
      let count = 0;
      for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if ((x + 3 * y) % 11 === 0) count++;
      return count;
    };
    expect(labelledPixels.reduce((a: number, b: number) => a + b)).toBe(every11th(120, 90) + every11th(160, 130));
  });

  it('takes labels of a single plane for the plane named', async () => {
    const train = (plane: string[], out: string) =>
      runGrove([
        ...['pixel', 'train', '--image', file('stack.ome.tif'), '--labels', file('one.ome.tif'), ...plane],
        ...['--trees', '3', '--out', file(out), '--json'],
      ]);
    const first = await train([], 'first.grovemodel');
    const named = await train(['--plane', 'S(1)|Z(1)|T(1)'], 'named.grovemodel');
    const other = await train(['--plane', 'z(2)'], 'second.grovemodel');
    expect([first.code, named.code, other.code]).toEqual([0, 0, 0]);
    const hash = ({ stdout }: { stdout: string }): string => JSON.parse(stdout).trainingHash;
    expect(hash(named)).toBe(hash(first));
    expect(hash(other)).not.toBe(hash(first));
  });
});

describe('grove pixel segment --subset', () => {
  it.each(['.ome.tif', '.ome.zarr'])('writes the planes asked for to %s', async (ending) => {
    const out = file(`labels${ending}`);
    const args = ['--model', file('m.grovemodel'), '--image', file(`stack${ending}`), '--subset', 'Z(2-3)|T(1)', '--out', out];
    const { code, stdout } = await runGrove(['pixel', 'segment', ...args, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ width: 120, height: 90, planes: 4, classes: ['Ground', 'Disc'], files: [out] });
    const { info, planes } = await readStack(out);
    expect(info).toMatchObject({ sizeScene: 2, sizeZ: 2, sizeT: 1, pixelSizeUm: PIXEL_SIZE_UM, scenes: SHAPE.scenes });
    for (const { plane, width, data } of planes) {
      const right = data.filter((k, p) => k === truthAt({ ...plane, z: plane.z + 1 }, p % width, Math.floor(p / width))).length;
      expect(right / data.length).toBeGreaterThan(0.93);
    }
  });
});

describe('grove image export', () => {
  it.each([
    ['stack.ome.tif', '.ome.zarr'],
    ['stack.ome.zarr', '.ome.tif'],
  ])('turns %s into %s without loss', async (from, ending) => {
    const out = file(`turned${ending}`);
    expect(await runGrove(['image', 'export', file(from), '--out', out])).toMatchObject({ code: 0, stdout: `${out}\n` });
    const { info, planes } = await readStack(out);
    const source = await readStack(file(from));
    expect(planes).toEqual(source.planes);
    expect(info).toMatchObject({
      pixelSizeUm: PIXEL_SIZE_UM,
      timeStepS: TIME_STEP_S,
      channels: SHAPE.channels,
      scenes: SHAPE.scenes,
    });
  });

  it('takes subset, region and resolution', async () => {
    const out = file('part.ome.tif');
    const part = ['--subset', 'S(2)|Z(2)|T(2)|C(1)', '--region', '20,10,100,80', '--json'];
    const { code, stdout } = await runGrove(['image', 'export', file('stack.ome.tif'), '--out', out, ...part]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ path: out, width: 100, height: 80, planes: 1, channels: 1 });
    const { planes } = await readStack(out);
    const whole = (await readStack(file('stack.ome.tif'))).planes.find(
      ({ plane }) => plane.scene === 1 && plane.z === 1 && plane.t === 1,
    )!;
    const expected = Array.from({ length: 8000 }, (_, p) => whole.data[(10 + Math.floor(p / 100)) * 160 + 20 + (p % 100)]);
    expect(planes[0]!.data).toEqual(expected);
  });

  it('writes one plane of several channels as a picture in their colours', async () => {
    const out = file('picture.png');
    const args = ['image', 'export', file('stack.ome.tif'), '--out', out, '--subset', 'S(2)|Z(3)|T(2)'];
    expect(await runGrove(args)).toMatchObject({ code: 0 });
    const { info, planes } = await readStack(out);
    expect(info).toMatchObject({ format: 'png', rgb: true, width: 160, height: 130 });
    const [red, green, blue] = [0, 1, 2].map((k) => planes[0]!.data.slice(k * 20_800, (k + 1) * 20_800));
    expect(red!.every((value) => value === 0)).toBe(true);
    for (const channel of [green!, blue!]) {
      const mean = (k: number): number => {
        const values = channel.filter((_, p) => truthAt({ scene: 1, z: 2, t: 1 }, p % 160, Math.floor(p / 160)) === k);
        return values.reduce((a, b) => a + b) / values.length;
      };
      expect(mean(2) - mean(1)).toBeGreaterThan(80);
    }
  });

  it('stops at Ctrl+C with code 130 and leaves nothing', async () => {
    const before = readdirSync(folder);
    const stopped = await runGrove(
      ['image', 'export', file('stack.ome.tif'), '--out', file('stopped.ome.zarr')],
      AbortSignal.abort(),
    );
    expect(stopped).toEqual({ code: 130, stdout: '', stderr: 'grove: Cancelled.\n' });
    expect(readdirSync(folder)).toEqual(before);
  });
});

const segment =
  (...more: string[]) =>
  () => ['pixel', 'segment', '--model', file('m.grovemodel'), '--image', file('stack.ome.tif'), ...more];
const train =
  (labels: string, ...more: string[]) =>
  () => ['pixel', 'train', '--image', file('stack.ome.tif'), '--labels', file(labels), '--out', file('new.grovemodel'), ...more];
const exporting =
  (...more: string[]) =>
  () => ['image', 'export', file('stack.ome.tif'), ...more];
const to = (path: string): string[] => ['--out', path];

const CASES: [string, () => string[], RegExp][] = [
  [
    'several planes as PNG',
    () => segment('--subset', 'Z(1-2)', '--out', file('x.png'))(),
    /x\.png can hold one plane, not 8; choose a \.tif/,
  ],
  [
    'a Z plane that is not there',
    () => segment('--subset', 'Z(2-5)', '--out', file('x.tif'))(),
    /has 3 Z planes, so number 5 .* choose from 1 to 3/,
  ],
  ['a subset counted from 0', () => segment('--subset', 'Z(0)', '--out', file('x.tif'))(), /S, Z, T and C are counted from 1/],
  [
    'a subset that is none',
    () => segment('--subset', 'Z[1]', '--out', file('x.tif'))(),
    /The subset "Z\[1\]" cannot be understood/,
  ],
  [
    'a plane that is not there',
    () => segment('--z', '3', '--out', file('x.tif'))(),
    /2 scenes, 3 z planes and 2 time points, counted from 0/,
  ],
  [
    'labels with other planes',
    train('other.ome.tif'),
    /other\.ome\.tif has 2 scenes, 2 Z planes .* but stack\.ome\.tif has 2 scenes, 3 Z planes/,
  ],
  [
    'labels of another size',
    train('one.ome.tif', '--plane', 'S(2)'),
    /one\.ome\.tif is 120 × 90 pixels but stack\.ome\.tif is 160 × 130/,
  ],
  ['a range as plane', train('one.ome.tif', '--plane', 'Z(1-2)'), /--plane names one plane, like 'Z\(3\)\|T\(1\)', not a range/],
  [
    'a plane beyond the image',
    train('one.ome.tif', '--plane', 'Z(9)'),
    /stack\.ome\.tif has 3 Z planes, so number 9 of the subset is not there; choose from 1 to 3/,
  ],
  ['a channel as plane', train('one.ome.tif', '--plane', 'C(1)'), /--plane takes S, Z and T only/],
  ['an export of several planes as PNG', () => exporting(...to(file('x.png')))(), /x\.png can hold one plane, not 12/],
  [
    'a region beyond the image',
    () => exporting(...to(file('x.tif')), '--region', '500,0,5,5')(),
    /has nothing at 5 × 5 pixels at \(500, 0\)/,
  ],
  [
    'a resolution that is not there',
    () => exporting(...to(file('x.tif')), '--level', '7')(),
    /there is no number 7; choose a smaller one/,
  ],
];

describe('the command line refuses', () => {
  it.each(CASES)('%s, in one line and without a trace', async (_, args, message) => {
    const before = readdirSync(folder, { recursive: true });
    const { code, stdout, stderr } = await runGrove(args());
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const lines = stderr.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('grove: '))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(message);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });
});
