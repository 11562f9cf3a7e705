import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE, type PixelArray } from '#core/model/image.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { runGrove } from '../cli/run-grove.ts';
import { type CellImage, drawCells } from '../services/cell-images.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let first: CellImage;
let second: CellImage;
let model: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-cli-'));
  process.env.GROVE_DATA = join(folder, 'data');
  first = await drawCells(folder, 'first', 1);
  second = await drawCells(folder, 'second', 2);
  model = join(folder, 'cells.grovemodel');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function pixelsOf(
  path: string,
): Promise<{ data: PixelArray; channels: number; info: Awaited<ReturnType<typeof openImage>>['info'] }> {
  const file = await openImage(path);
  const { info } = file;
  const rect = { x: 0, y: 0, width: info.width, height: info.height };
  const { data } = await file.read({ plane: FIRST_PLANE, level: 0, rect, channels: info.channels.map((_, i) => i) });
  await file.close();
  return { data, channels: info.channels.length, info };
}

const trainArgs = (...more: string[]): string[] => [
  'pixel',
  'train',
  '--image',
  first.image,
  '--labels',
  first.labels,
  '--out',
  model,
  ...more,
];
const segment = (out: string, ...more: string[]) =>
  runGrove(['pixel', 'segment', '--model', model, '--image', second.image, '--out', out, ...more]);

describe('grove pixel train and segment', () => {
  it('learns from one image and segments another', async () => {
    const trained = await runGrove(trainArgs('--features', 'basic25', '--classes', 'Background,Cell', '--json'));
    expect(trained.code).toBe(0);
    const said = JSON.parse(trained.stdout);
    expect(said).toMatchObject({
      model,
      trees: 25,
      seed: 0,
      classes: [{ name: 'Background' }, { name: 'Cell' }],
      features: { set: 'basic25', channels: [0] },
    });
    expect(said.report.outOfBagError).toBeLessThan(0.03);
    expect(said.trainingHash).toMatch(/^[0-9a-f]{64}$/);

    const out = join(folder, 'out.png');
    const done = await segment(out, '--json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ width: 300, height: 260, files: [out], model: { id: said.id } });
    const { data } = await pixelsOf(out);
    const right = second.truth.reduce((sum, k, i) => sum + (data[i] === k ? 1 : 0), 0);
    expect(right / second.truth.length).toBeGreaterThan(0.97);
  });

  it('writes the same bytes for any number of threads and any tile size, and again after training again', async () => {
    const files = ['labels', 'probabilities', 'confidence'];
    const results: Buffer[][] = [];
    for (const [threads, tile] of [
      ['1', '512'],
      ['2', '128'],
      ['2', '2048'],
    ]) {
      if (tile === '2048') await runGrove(trainArgs('--threads', '2', '--classes', 'Background,Cell'));
      const here = join(folder, `run-${threads}-${tile}`);
      mkdirSync(here);
      const [labels, probabilities, confidence] = files.map((name) => join(here, `${name}.tif`)) as [string, string, string];
      const more = ['--probabilities', probabilities, '--confidence', confidence, '--threads', threads!, '--tile', tile!];
      expect(await segment(labels, ...more)).toMatchObject({ code: 0 });
      results.push([labels, probabilities, confidence].map((path) => readFileSync(path)));
    }
    for (const result of results.slice(1))
      for (const [i, bytes] of result.entries()) expect(bytes.equals(results[0]![i]!), files[i]).toBe(true);
  });

  it('agrees between labels, confidence, probabilities, masks and threshold', async () => {
    const path = (name: string): string => join(folder, `${name}.tif`);
    await segment(path('labels'), '--probabilities', path('p'), '--confidence', path('c'));
    await segment(path('sure'), '--min-confidence', '90');
    await segment(path('masks'), '--min-confidence', '90', '--format', 'multichannel');
    const labels = (await pixelsOf(path('labels'))).data;
    const sure = (await pixelsOf(path('sure'))).data;
    const confidence = (await pixelsOf(path('c'))).data;
    const masks = await pixelsOf(path('masks'));
    const probabilities = await pixelsOf(path('p'));
    const area = labels.length;
    expect(masks.info.channels.map(({ name }) => name)).toEqual(['Background', 'Cell']);
    expect(probabilities.info.pixelType).toBe('float32');
    let cut = 0;
    for (let i = 0; i < area; i++) {
      const [p0, p1] = [probabilities.data[i]!, probabilities.data[area + i]!];
      expect(Math.abs(p0 + p1 - 1)).toBeLessThan(1e-5);
      if (labels[i] !== (p1 > p0 ? 2 : 1)) throw new Error(`label at ${i}`);
      if (confidence[i] !== Math.floor(100 * Math.max(p0, p1) + 1e-4)) throw new Error(`confidence at ${i}`);
      const kept = confidence[i]! >= 90 ? labels[i]! : 0;
      if (kept === 0) cut++;
      if (sure[i] !== kept) throw new Error(`threshold at ${i}`);
      if (masks.data[i] !== (kept === 1 ? 255 : 0) || masks.data[area + i] !== (kept === 2 ? 255 : 0))
        throw new Error(`mask at ${i}`);
    }
    expect(cut).toBeGreaterThan(0);
    expect(cut).toBeLessThan(area / 2);
  });

  it('learns from several images at once', async () => {
    const out = join(folder, 'both.grovemodel');
    const args = [
      'pixel',
      'train',
      '--image',
      first.image,
      '--labels',
      first.labels,
      '--image',
      second.image,
      '--labels',
      second.labels,
    ];
    const { code, stdout } = await runGrove([
      ...args,
      '--features',
      'basic33',
      '--trees',
      '7',
      '--seed',
      '5',
      '--out',
      out,
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      trees: 7,
      seed: 5,
      trainingImages: ['first.png', 'second.png'],
      features: { set: 'basic33' },
    });
  });

  it('says progress on standard error only, a line at each quarter', async () => {
    const { stdout, stderr } = await segment(join(folder, 'progress.png'), '--tile', '64');
    expect(stdout).toBe(`${join(folder, 'progress.png')}\n`);
    expect(stderr).toMatch(/^(\S.* \d+ %.*\n)+$/);
  });

  it('stops at Ctrl+C with code 130 and leaves nothing', async () => {
    const out = join(folder, 'stopped.tif');
    const before = readdirSync(folder);
    const run = await runGrove(
      ['pixel', 'segment', '--model', model, '--image', second.image, '--out', out],
      AbortSignal.abort(),
    );
    expect(run).toEqual({ code: 130, stdout: '', stderr: 'grove: Cancelled.\n' });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('runs as a process of its own', () => {
    const grove = (...args: string[]): string =>
      execFileSync(process.execPath, [join(root, 'main/cli/grove.ts'), ...args], { encoding: 'utf8' });
    const info = JSON.parse(grove('image', 'info', first.image, '--json'));
    expect(info).toMatchObject({ file: first.image, format: 'png', width: 300, height: 260, pixelType: 'uint16', rgb: false });
    expect(grove('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
