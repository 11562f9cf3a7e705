import { copyFileSync, existsSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE, type PixelType } from '#core/model/image.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { resultFiles } from '../../main/formats/result-files.ts';
import { runGrove } from '../cli/run-grove.ts';
import { drawAs, type LabelledImage } from '../formats/classifier-network/train-on-image.ts';
import { greyPng } from '../services/cell-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-cli-export-'));
const file = (name: string): string => join(folder, name);
const before = process.env.GROVE_DATA;
const [WIDTH, HEIGHT] = [700, 560];

/** Writes a drawn image with two channels or one. */
async function writeDrawn(path: string, pixelType: PixelType, { image }: LabelledImage): Promise<void> {
  const writer = await resultFiles.omeTiff({
    ...{ path, scenes: [{ name: 'A', width: WIDTH, height: HEIGHT }], sizeZ: 1, sizeT: 1, coarsen: 'mean', pixelType },
    channels: ['DAPI', 'Actin'].slice(0, image.channels).map((name) => ({ name, color: null })),
    ...{ pixelSizeUm: { x: 0.25, y: 0.25, z: null }, description: '' },
  });
  const { data, channels } = image;
  for (let top = 0; top < HEIGHT; top += writer.tileEdge) {
    for (let left = 0; left < WIDTH; left += writer.tileEdge) {
      const [across, down] = [Math.min(writer.tileEdge, WIDTH - left), Math.min(writer.tileEdge, HEIGHT - top)];
      const tile = data.slice(0, channels * across * down);
      for (let i = 0; i < tile.length; i++) {
        const channel = Math.floor(i / (across * down));
        const y = top + (Math.floor(i / across) % down);
        tile[i] = data[(channel * HEIGHT + y) * WIDTH + left + (i % across)]!;
      }
      await writer.write(tile);
    }
  }
  await writer.finish();
}

beforeAll(async () => {
  process.env.GROVE_DATA = file('data');
  for (const [name, type, channels] of [
    ['one', 'uint16', 1],
    ['two', 'uint8', 2],
    ['float', 'float32', 1],
  ] as const) {
    const trained = drawAs(type, channels, WIDTH, HEIGHT, 3);
    await writeDrawn(file(`${name}.ome.tif`), type, trained);
    await writeDrawn(file(`${name}-new.ome.tif`), type, drawAs(type, channels, WIDTH, HEIGHT, 9));
    const labels = trained.truth.map((k, i) => (i % 41 === 0 ? k + 1 : 0));
    await greyPng(file(`${name}-labels.png`), labels, WIDTH, HEIGHT);
  }
});
afterAll(() => {
  if (before === undefined) delete process.env.GROVE_DATA;
  else process.env.GROVE_DATA = before;
  rmSync(folder, { recursive: true, force: true });
});

async function done(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await runGrove(args);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return { stdout, stderr };
}
async function refused(pattern: RegExp, ...args: readonly string[]): Promise<void> {
  const run = await runGrove(args);
  expect(run.code).toBe(1);
  expect(run.stderr.trimEnd().split('\n').at(-1)).toMatch(pattern);
}

async function labelsOf(path: string): Promise<Uint8Array> {
  const image = await openImage(path);
  const rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  const { data } = await image.read({ plane: FIRST_PLANE, level: 0, rect, channels: [0] });
  await image.close();
  return data as Uint8Array;
}

const paired = (name: string): string[] => ['--image', file(`${name}.ome.tif`), '--labels', file(`${name}-labels.png`)];
const train = (name: string, set: string, model: string, ...more: string[]) =>
  done('pixel', 'train', ...paired(name), '--features', set, '--trees', '25', '--out', file(model), ...more);
const share = (a: Uint8Array, b: Uint8Array): number => a.filter((value, i) => value === b[i]).length / a.length;

describe('grove pixel export', () => {
  it.each([
    ['one', 'basic25', '192'],
    ['one', 'basic33', '512'],
    ['two', 'basic25', '512'],
    ['two', 'basic33', '256'],
    ['float', 'basic25', '256'],
  ])('%s, %s, tiles of %s: the network segments as the classifier does', async (name, set, tile) => {
    const id = `${name}-${set}`;
    await train(name, set, `${id}.grovemodel`);
    await done('pixel', 'export', '--model', file(`${id}.grovemodel`), '--out', file(`${id}.czann`), '--tile', tile);
    expect(JSON.parse((await done('model', 'info', file(`${id}.czann`), '--json')).stdout)).toMatchObject({ warnings: [] });
    const image = ['--image', file(`${name}-new.ome.tif`)];
    await done('pixel', 'segment', '--model', file(`${id}.grovemodel`), ...image, '--out', file(`${id}-native.tif`));
    await done('segment', '--model', file(`${id}.czann`), ...image, '--out', file(`${id}-network.tif`));
    const native = await labelsOf(file(`${id}-native.tif`));
    expect(new Set(native).size).toBe(3);
    const same = share(native, await labelsOf(file(`${id}-network.tif`)));
    console.log(id, tile, same);
    expect(same).toBeGreaterThanOrEqual(0.9999);
  });

  it('with training data gives the classifier back, and trains the same forest from its rows', async () => {
    await train('one', 'basic25', 'a.grovemodel', '--classes', 'Ground,Nucleus,Rim', '--name', 'Nuclei');
    const args = ['pixel', 'export', '--model', file('a.grovemodel'), '--out', file('a.czann'), ...paired('one')];
    const first = await done(...args, '--with-training-data', '--json');
    expect(first.stderr).not.toMatch(/training rows/);
    expect(JSON.parse(first.stdout)).toEqual({ path: file('a.czann'), tile: 512, notes: [] });
    const bytes = readFileSync(file('a.czann'));
    await done(...args, '--with-training-data');
    expect(readFileSync(file('a.czann')).equals(bytes)).toBe(true);

    await done('model', 'convert', file('a.czann'), '--out', file('back.grovemodel'));
    expect(readFileSync(file('back.grovemodel')).equals(readFileSync(file('a.grovemodel')))).toBe(true);

    await done('pixel', 'train', '--from', file('a.czann'), '--out', file('again.grovemodel'));
    const forestOf = (path: string): Buffer => {
      const all = readFileSync(path);
      return all.subarray(Math.ceil((24 + all.readUInt32LE(12)) / 8) * 8, all.length - 32);
    };
    expect(forestOf(file('again.grovemodel')).equals(forestOf(file('a.grovemodel')))).toBe(true);
    const fewer = await done(
      'pixel',
      'train',
      '--from',
      file('a.czann'),
      '--out',
      file('fewer.grovemodel'),
      '--trees',
      '4',
      '--json',
    );
    expect(JSON.parse(fewer.stdout)).toMatchObject({ trees: 4, name: 'Nuclei', classes: [{ name: 'Ground' }, {}, {}] });

    const verified = await done(
      ...[
        'model',
        'verify',
        file('a.czann'),
        '--input',
        await entry('test-image.npy'),
        '--expected',
        await entry('test-probabilities.npy'),
      ],
    );
    expect(verified.stdout).toMatch(/^difference/m);
  });

  it('says what could not go with it', async () => {
    const bare = await done('pixel', 'export', '--model', file('a.grovemodel'), '--out', file('b.czann'), '--with-training-data');
    expect(bare.stderr).toMatch(/are not at hand, so the file holds the classifier but not its training rows/);
    const other = ['--image', file('one.ome.tif'), '--labels', file('float-labels.png')];
    await greyPng(file('float-labels.png'), new Uint8Array(WIDTH * HEIGHT).fill(1, 0, 900).fill(2, 900, 1800), WIDTH, HEIGHT);
    const changed = await done(
      ...['pixel', 'export', '--model', file('a.grovemodel'), '--out', file('b.czann'), '--with-training-data', ...other],
    );
    expect(changed.stderr).toMatch(/The labels have changed since Nuclei, version 1, was trained/);
    await refused(/\[NO_ROWS\]$/, 'pixel', 'train', '--from', file('b.czann'), '--out', file('c.grovemodel'));
    await refused(/\[NO_ROWS\]$/, 'pixel', 'train', '--from', file('a.grovemodel'), '--out', file('c.grovemodel'));
  });

  it('refuses what it cannot do, and leaves what stands there alone', async () => {
    const model = ['--model', file('a.grovemodel')];
    const names = readdirSync(folder).sort();
    await refused(/--out must end in \.czann/, 'pixel', 'export', ...model, '--out', file('x.onnx'));
    await refused(/--out is missing/, 'pixel', 'export', ...model);
    await refused(/\[TILE_SIZE\]$/, 'pixel', 'export', ...model, '--out', file('x.czann'), '--tile', '70');
    await refused(/no model file at/, 'pixel', 'export', '--model', file('absent.grovemodel'), '--out', file('x.czann'));
    await refused(/\[NO_CLASSIFIER\]$/, 'pixel', 'export', '--model', file('one-basic25.czann'), '--out', file('x.czann'));
    await refused(/folder of x\.czann/, 'pixel', 'export', ...model, '--out', join(folder, 'none', 'x.czann'));
    await refused(/no licence file at/, 'pixel', 'export', ...model, '--out', file('x.czann'), '--licence', file('none.txt'));
    await refused(
      /Each --image needs its --labels/,
      'pixel',
      'export',
      ...model,
      '--out',
      file('x.czann'),
      '--image',
      file('one.ome.tif'),
    );
    await refused(
      /--trees must be/,
      'pixel',
      'train',
      '--from',
      file('a.czann'),
      '--out',
      file('x.grovemodel'),
      '--trees',
      'many',
    );
    await refused(
      /--features does not go together with --from/,
      'pixel',
      'train',
      '--from',
      file('a.czann'),
      '--features',
      'basic25',
      '--out',
      file('x'),
    );
    expect(readdirSync(folder).sort()).toEqual(names);
  });

  it('never overwrites what it reads, under whatever name', async () => {
    copyFileSync(file('a.czann'), file('own.czann'));
    linkSync(file('own.czann'), file('linked.czann'));
    const bytes = readFileSync(file('own.czann'));
    for (const out of ['own.czann', 'linked.czann']) {
      await refused(/would overwrite own\.czann/, 'pixel', 'export', '--model', file('own.czann'), '--out', file(out));
    }
    expect(readFileSync(file('own.czann')).equals(bytes)).toBe(true);
    writeFileSync(file('licence.txt'), 'Free to use.');
    await done(
      'pixel',
      'export',
      '--model',
      file('own.czann'),
      '--out',
      file('once-more.czann'),
      '--licence',
      file('licence.txt'),
    );
    expect(existsSync(file('once-more.czann'))).toBe(true);
    const info = JSON.parse((await done('model', 'info', file('once-more.czann'), '--json')).stdout);
    expect(info).toMatchObject({ licences: [{ text: 'Free to use.' }], warnings: [] });
  });
});

/** An entry of a.czann as a file of its own; entries are stored, so they lie there as they are. */
async function entry(name: string): Promise<string> {
  const bytes = readFileSync(file('a.czann'));
  const at = bytes.indexOf(name);
  const start = at + name.length;
  writeFileSync(file(name), bytes.subarray(start, start + bytes.readUInt32LE(at - 12)));
  return file(name);
}
