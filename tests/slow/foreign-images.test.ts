import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Input, Method, Output, Progress } from '#contract/contract.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { compose } from '../../main/compose.ts';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import type { Application } from '../../main/services/application.ts';
import { createDispatch, type Dispatch } from '../../main/services/dispatch.ts';
import { foreignPixel, writeForeignFile } from '../engines/bio-formats/foreign-file.ts';
import { installStandIn, type StandIn } from '../engines/bio-formats/install-stand-in.ts';

let folder: string;
let standIn: StandIn;
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-foreign-'));
  standIn = installStandIn(file('bftools'));
  mkdirSync(file('nowhere'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// No bfconvert of this machine.
beforeEach(() => {
  vi.stubEnv('GROVE_BFCONVERT', '');
  vi.stubEnv('PATH', `/usr/bin:/bin`);
});
afterEach(() => vi.unstubAllEnvs());

/** The stand-in is a script for POSIX shells. */
describe.skipIf(platform() === 'win32')('an image in a foreign format', () => {
  let application: Application;
  let dispatch: Dispatch;
  let nd2: ImageRecord;
  const converted = (): string[] => readdirSync(file('app/cache/converted'));
  const call = <M extends Method>(
    method: M,
    input: Input<M>,
    options: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {},
  ): Promise<Output<M>> => dispatch.call(method, input, options) as Promise<Output<M>>;
  const corner = async (z: number): Promise<number[]> => {
    const place = { imageId: nd2.id, plane: { scene: 0, z, t: 0 }, level: 0, column: 0, row: 0, priority: 0 };
    const { data, width } = await call('images.tile', place);
    return [data[0]!, data[3 * width + 2]!];
  };

  beforeAll(async () => {
    application = await compose({ host: 'server', dataFolder: file('app'), cacheFolder: file('app/cache'), threads: 2 });
    dispatch = createDispatch(application.handlers);
    await call('project.create', { path: file('work.grove') });
  });
  afterAll(() => application.close());

  it('is refused with what to install where bfconvert is missing', async () => {
    const path = writeForeignFile(file('missing.nd2'));
    const { added, refused } = await call('images.add', { paths: [path] });
    expect(added).toEqual([]);
    expect(refused).toEqual([
      { path, message: expect.stringMatching(/Nikon ND2.*openmicroscopy\.org.*bfconvert.*OME-TIFF or OME-Zarr/) },
    ]);
    await expect(call('preferences.testBfconvert', { path: null })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('is refused with the path that is set where no bfconvert is there', async () => {
    await call('preferences.set', { bfconvert: file('nowhere') });
    const { refused } = await call('images.add', { paths: [file('missing.nd2')] });
    expect(refused[0]!.message).toMatch(/^The folder .*nowhere holds no bfconvert/);
  });

  it('is converted and added under its own name, with progress', async () => {
    await call('preferences.set', { bfconvert: standIn.program });
    expect(await call('preferences.get', {})).toEqual({ values: { bfconvert: standIn.program }, note: null });
    expect(await call('preferences.testBfconvert', { path: null })).toEqual({ path: standIn.program, version: '8.1.0' });
    const path = writeForeignFile(file('cells.nd2'), { planes: 3, pauseMs: 100 });
    const told: Progress[] = [];
    const { added, refused } = await call('images.add', { paths: [path] }, { onProgress: (progress) => told.push(progress) });
    expect(refused).toEqual([]);
    nd2 = added[0]!;
    expect(nd2).toMatchObject({ path, name: 'cells.nd2', contentHash: expect.stringMatching(/^sha256:/), missing: false });
    expect(nd2.info).toMatchObject({ format: 'bio-formats', width: 90, height: 70, sizeZ: 3, pixelSizeUm: { x: 0.5, y: 0.5 } });
    expect(nd2.info.notes).toContain('Read from a copy that Bio-Formats made of cells.nd2.');
    const stages = told.map(({ stage, done, total }) => ({ stage, share: done / total }));
    expect(stages.some(({ stage, share }) => stage === 'Converting cells.nd2' && share > 0 && share < 1)).toBe(true);
  });

  it('is read from its copy, every plane', async () => {
    for (const z of [0, 2]) expect(await corner(z)).toEqual([foreignPixel(z, 0, 0, 0), foreignPixel(z, 0, 2, 3)]);
    expect(await call('images.thumbnail', { imageId: nd2.id })).toMatchObject({ width: 90, height: 70 });
  });

  it('is found again where it was moved to, without converting', async () => {
    const runs = standIn.runs().length;
    renameSync(file('cells.nd2'), file('moved.nd2'));
    await call('images.relink', { imageId: nd2.id, path: file('moved.nd2') });
    expect(await corner(1)).toEqual([foreignPixel(1, 0, 0, 0), foreignPixel(1, 0, 2, 3)]);
    expect(standIn.runs()).toHaveLength(runs);
  });

  it('is converted again, once, when the cache was emptied and it is opened, and says so', async () => {
    const runs = standIn.runs().length;
    rmSync(file('app/cache/converted'), { recursive: true });
    const imageId = nd2.id;
    for (const look of [() => corner(1), () => call('images.thumbnail', { imageId })]) {
      await expect(look()).rejects.toMatchObject({
        kind: 'not-found',
        message: expect.stringMatching(/^The converted copy of moved\.nd2 is not in the cache any more; open the image again/),
      });
    }
    expect(standIn.runs()).toHaveLength(runs);

    const stages: string[] = [];
    const onProgress = ({ stage }: Progress): void => void stages.push(stage);
    await Promise.all([1, 2, 3].map(() => call('images.prepare', { imageId }, { onProgress })));
    expect(new Set(stages)).toEqual(new Set(['Converting moved.nd2 again, its copy was removed']));
    expect(await corner(1)).toEqual([foreignPixel(1, 0, 0, 0), foreignPixel(1, 0, 2, 3)]);
    expect(standIn.runs()).toHaveLength(runs + 1);
    await call('images.prepare', { imageId });
    expect(standIn.runs()).toHaveLength(runs + 1);

    rmSync(file('app/cache/converted'), { recursive: true });
    await call('preferences.set', { bfconvert: null });
    await expect(call('images.prepare', { imageId })).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(/^The converted copy of moved\.nd2 is not in the cache any more and bfconvert is not there/),
    });
    await call('preferences.set', { bfconvert: standIn.program });
  });

  it('is refused alone, with the reason, among others that are good', async () => {
    const bad = writeForeignFile(file('broken.nd2'), { behaviour: 'fail' });
    const good = writeForeignFile(file('good.nd2'), { width: 40 });
    writeFileSync(file('notes.txt'), 'no image');
    writeFileSync(file('report.pdf'), '%PDF-1.7 and more bytes');
    const runs = standIn.runs().length;
    const { added, refused } = await call('images.add', { paths: [bad, good, file('notes.txt'), file('report.pdf')] });
    expect(added.map(({ name }) => name)).toEqual(['good.nd2']);
    expect(refused.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Bio-Formats could not convert broken\.nd2 \(Attempting to read beyond end of file\)/),
      expect.stringMatching(/^notes\.txt is an image neither to Grove nor to Bio-Formats/),
      expect.stringMatching(/^report\.pdf is a PDF file/),
    ]);
    // A PDF is nothing that Bio-Formats is asked about.
    expect(standIn.runs()).toHaveLength(runs + 3);
  });

  it('is left when the user cancels', async () => {
    const path = writeForeignFile(file('long.nd2'), { pauseMs: 60_000 });
    const runs = standIn.runs().length;
    const before = converted();
    const stop = new AbortController();
    const adding = call('images.add', { paths: [path] }, { signal: stop.signal });
    while (standIn.runs().length === runs) await pause(10);
    stop.abort();
    await expect(adding).rejects.toMatchObject({ kind: 'cancelled' });
    while (converted().some((name) => name.endsWith('.converting'))) await pause(10);
    expect(converted()).toEqual(before);
  });
});

describe.skipIf(platform() === 'win32')('the engine', () => {
  let engine: Engine;
  beforeAll(() => {
    engine = composeEngine({ threads: 2, cacheFolder: file('engine/cache'), dataFolder: file('engine') });
  });
  afterAll(() => engine.close());

  it('converts the same content once, whatever its name and however often it is asked for, one file after another', async () => {
    vi.stubEnv('GROVE_BFCONVERT', standIn.program);
    const a = writeForeignFile(file('one.lif'), { channels: ['A'] });
    copyFileSync(a, file('-copy %s of one.lif'));
    const other = writeForeignFile(file('two.nd2'), { channels: ['A', 'B', 'C'] });
    const runs = standIn.runs().length;
    const paths = [a, file('-copy %s of one.lif'), a, other];
    const infos = await Promise.all(paths.map((path) => engine.pool.run('image.open', { path })));
    expect(infos.map(({ channels }) => channels.length)).toEqual([1, 1, 1, 3]);
    expect(standIn.runs()).toHaveLength(runs + 2);
    expect(readdirSync(file('engine/cache/converted'))).toHaveLength(2);

    const [info] = infos;
    const source = await engine.sources.of({ path: a, contentHash: 'any', info: info! });
    expect(source).toMatchObject({ path: expect.stringContaining(join('engine', 'cache', 'converted')) as string });
    expect(standIn.runs()).toHaveLength(runs + 2);
  });

  it('says which file Bio-Formats made a mess of, and does not keep it', async () => {
    const bad = file('mess/bfconvert');
    mkdirSync(file('mess'));
    writeFileSync(bad, '#!/bin/sh\nfor out; do :; done\necho no TIFF > "$out"\n', { mode: 0o755 });
    vi.stubEnv('GROVE_BFCONVERT', bad);
    const before = readdirSync(file('engine/cache/converted'));
    await expect(engine.pool.run('image.open', { path: writeForeignFile(file('mess.nd2')) })).rejects.toMatchObject({
      kind: 'unsupported',
      message: 'What Bio-Formats made of mess.nd2 cannot be read; export the image as OME-TIFF or OME-Zarr.',
    });
    expect(readdirSync(file('engine/cache/converted'))).toEqual(before);
  });
});
