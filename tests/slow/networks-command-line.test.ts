import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npyBytes } from '../../main/formats/npy/write-npy.ts';
import { runGrove } from '../cli/run-grove.ts';
import { smallNetworks } from '../network/small-networks.ts';
import { readStack, writeStack } from '../services/stack-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-cli-networks-'));
const file = (name: string): string => join(folder, name);
const networks = smallNetworks(folder);
const cells = networks.segmentation('cells.czann');
const before = process.env.GROVE_DATA;

beforeAll(async () => {
  process.env.GROVE_DATA = file('data');
  const one = { scenes: [{ name: 'A', width: 70, height: 50 }], sizeZ: 1, sizeT: 1 };
  await writeStack(file('grey.ome.tif'), { ...one, channels: [{ name: 'Grey', color: null }] });
  await writeStack(file('two.ome.tif'), { ...one, channels: ['First', 'Second'].map((name) => ({ name, color: null })) });
});
afterAll(() => {
  if (before === undefined) delete process.env.GROVE_DATA;
  else process.env.GROVE_DATA = before;
  rmSync(folder, { recursive: true, force: true });
});

async function done(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runGrove(args);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}
async function refused(code: string, ...args: readonly string[]): Promise<string> {
  const run = await runGrove(args);
  expect(run.code).toBe(1);
  expect(run.stderr.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^grove: .+\\[${code}\\]$`));
  return run.stdout;
}

describe('model', () => {
  it('info says what a file holds', async () => {
    const text = await done('model', 'info', cells);
    expect(text).toMatch(/^task +SingleClassSemanticSegmentation$/m);
    expect(text).toMatch(/^ran on +cpu$/m);
    const object = JSON.parse(await done('model', 'info', cells, '--json')) as Record<string, unknown>;
    expect(object).toMatchObject({ name: 'Cells', channels: 1, outputs: 2, ranOn: { provider: 'cpu' } });
  });

  it('info refuses with a code', async () => {
    writeFileSync(file('bad.czann'), 'nothing');
    await refused('NOT_A_ZIP', 'model', 'info', file('bad.czann'));
    writeFileSync(file('cut.czann'), readFileSync(cells).subarray(0, 300));
    await refused('ZIP_TRUNCATED', 'model', 'info', file('cut.czann'));
  });

  it('convert writes the network as ONNX, which stands for itself', async () => {
    expect(await done('model', 'convert', cells, '--out', file('cells.onnx'))).toBe(`${file('cells.onnx')}\n`);
    expect(JSON.parse(await done('model', 'info', file('cells.onnx'), '--json'))).toMatchObject({
      container: 'onnx',
      outputs: 2,
    });
  });

  it('import keeps a network once, list shows it', async () => {
    const [key] = (await done('model', 'import', cells, '--name', 'Mine')).split('  ');
    await refused('DUPLICATE', 'model', 'import', cells);
    expect(await done('model', 'list')).toBe(`${key}  Mine (SingleClassSemanticSegmentation)\n`);
    await refused('TASK_UNKNOWN', 'model', 'import', file('cells.onnx'));
    await refused(
      'CHANNEL_COUNT',
      'model',
      'import',
      networks.segmentation('b.czann', { seed: 9, id: 'b' }),
      '--channels',
      'a,b',
    );
  });

  it('verify compares the answer with what is expected', async () => {
    const same = networks.same('same.czann');
    const values = Uint8Array.from({ length: 32 * 32 }, (_, i) => i & 255);
    writeFileSync(file('in.npy'), npyBytes(values, [32, 32, 1]));
    const shares = Float32Array.from(values, (value) => value / 255);
    writeFileSync(file('out.f32'), Buffer.from(shares.buffer));
    const args = ['model', 'verify', same, '--input', file('in.npy'), '--expected'];
    expect(await done(...args, file('out.f32'))).toMatch(/^difference +0 at most/m);
    const off = shares.map((value, i) => (i === 7 ? value + 0.25 : value));
    writeFileSync(file('off.npy'), npyBytes(off, [1, 32, 32, 1]));
    expect(await refused('ANSWER_DIFFERS', ...args, file('off.npy'))).toMatch(/^difference +0.25 at most, at number 7$/m);
    expect(JSON.parse(await done(...args, file('off.npy'), '--tolerance', '0.3', '--json'))).toMatchObject({
      difference: { largest: expect.closeTo(0.25, 6), at: 7 },
      answer: { least: 0, most: 1, finite: true },
    });
    expect(await done('model', 'verify', same)).toMatch(/^ran on +cpu$/m);
    writeFileSync(file('wide.npy'), npyBytes(new Float32Array(64), [1, 32, 2]));
    await refused('SHAPE_MISMATCH', 'model', 'verify', same, '--input', file('wide.npy'));
    expect((await runGrove(['model', 'verify', same, '--expected', file('out.f32')])).code).toBe(1);
  });
});

describe('a network on image files', () => {
  it('segment writes labels, by model file and by name', async () => {
    await done('segment', '--model', cells, '--image', file('grey.ome.tif'), '--out', file('labels.tif'));
    await done('segment', '--model', 'Mine', '--image', file('grey.ome.tif'), '--out', file('named.tif'));
    const [labels, named] = [await readStack(file('labels.tif')), await readStack(file('named.tif'))];
    expect(named.planes).toEqual(labels.planes);
    expect(labels.info).toMatchObject({ width: 70, height: 50 });
    await refused('CHANNEL_MAP', 'segment', '--model', cells, '--image', file('two.ome.tif'), '--out', file('no.tif'));
    await done('segment', '--model', cells, '--image', file('two.ome.tif'), '--out', file('yes.tif'), '--channels', '1');
    await refused(
      'UNSUPPORTED_TYPE',
      'segment',
      '--model',
      networks.same('r.czann'),
      '--image',
      file('grey.ome.tif'),
      '--out',
      file('no.tif'),
    );
    expect(existsSync(file('no.tif'))).toBe(false);
    const missing = await runGrove(['segment', '--model', 'Nobody', '--image', file('grey.ome.tif'), '--out', file('no.tif')]);
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("'grove model list'") });
  });

  it('process makes an image', async () => {
    const same = networks.same('process.czann');
    await done('process', '--model', same, '--image', file('grey.ome.tif'), '--out', file('processed.ome.tif'));
    const [source, result] = [await readStack(file('grey.ome.tif')), await readStack(file('processed.ome.tif'))];
    expect(result.planes).toEqual(source.planes);
    await refused('UNSUPPORTED_TYPE', 'process', '--model', cells, '--image', file('grey.ome.tif'), '--out', file('no.ome.tif'));
    expect(existsSync(file('no.ome.tif'))).toBe(false);
  });

  it('classify-image writes a table', async () => {
    const args = ['classify-image', '--model', networks.brighter(), '--image', file('two.ome.tif'), '--channels', '0,1'];
    const [head, row, ...none] = (await done(...args))
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(head).toEqual(['image', 'scene', 'z', 't', 'x', 'y', 'width', 'height', 'class', 'First', 'Second']);
    expect(row!.slice(0, 9)).toEqual([file('two.ome.tif'), '1', '1', '1', '0', '0', '70', '50', 'First']);
    expect(none.filter((cells) => cells.join() !== '')).toEqual([]);
    expect((await done(...args, '--per-tile')).trimEnd().split('\n').length).toBeGreaterThan(4);
    await refused('CHANNEL_MAP', ...args.slice(0, -2));
  });

  it('ends with 130 and leaves nothing when it is stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    const args = ['segment', '--model', cells, '--image', file('grey.ome.tif'), '--out', file('stopped.tif')];
    expect((await runGrove(args, stop.signal)).code).toBe(130);
    expect(existsSync(file('stopped.tif'))).toBe(false);
  });
});
