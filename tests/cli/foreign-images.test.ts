import { mkdtempSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openImage } from '../../main/formats/open-image.ts';
import { foreignPixel, writeForeignFile } from '../engines/bio-formats/foreign-file.ts';
import { installStandIn, type StandIn } from '../engines/bio-formats/install-stand-in.ts';
import { greyPng } from '../services/cell-images.ts';
import { runGrove } from './run-grove.ts';

const WIDTH = 96;
const HEIGHT = 80;
let folder: string;
let standIn: StandIn;
let image: string;
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-foreign-'));
  standIn = installStandIn(file('bftools'));
  image = writeForeignFile(file('cells.nd2'), { width: WIDTH, height: HEIGHT, channels: ['DAPI'], planes: 2, pauseMs: 100 });
  vi.stubEnv('GROVE_DATA', file('data'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The stand-in for bfconvert is a script for POSIX shells. */
describe.skipIf(platform() === 'win32')('the command line, given an image in a foreign format', () => {
  it('says what is missing', async () => {
    vi.stubEnv('GROVE_BFCONVERT', file('gone'));
    const { code, stderr } = await runGrove(['image', 'info', image]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^grove: There is no bfconvert at .*gone; .*\n$/);
  });

  it('tells what it holds, trains from it and segments it, and converts it once', async () => {
    vi.stubEnv('GROVE_BFCONVERT', standIn.program);
    const info = await runGrove(['image', 'info', image, '--json']);
    expect(info).toMatchObject({ code: 0, stderr: expect.stringMatching(/^(Converting cells\.nd2 \d+ %.*\n)+$/) });
    expect(JSON.parse(info.stdout)).toMatchObject({ file: image, format: 'bio-formats', width: WIDTH, height: HEIGHT });

    const bright = (i: number): boolean => foreignPixel(0, 0, i % WIDTH, Math.floor(i / WIDTH)) > 800;
    const labels = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i % 7 !== 0 ? 0 : bright(i) ? 2 : 1));
    await greyPng(file('labels.png'), labels, WIDTH, HEIGHT);
    const model = file('m.grovemodel');
    const trained = ['pixel', 'train', '--image', image, '--labels', file('labels.png'), '--trees', '3', '--out', model];
    expect(await runGrove(trained)).toMatchObject({ code: 0 });
    const segmented = ['pixel', 'segment', '--model', model, '--image', image, '--out', file('out.tif')];
    expect(await runGrove(segmented)).toMatchObject({ code: 0 });
    expect(standIn.runs()).toHaveLength(1);

    const result = await openImage(file('out.tif'));
    expect(result.info).toMatchObject({ width: WIDTH, height: HEIGHT, pixelSizeUm: { x: 0.5, y: 0.5 } });
    const rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
    const { data } = await result.read({ plane: { scene: 0, z: 0, t: 0 }, level: 0, rect, channels: [0] });
    await result.close();
    let right = 0;
    for (const [i, value] of data.entries()) if (value === (bright(i) ? 2 : 1)) right++;
    expect(right / data.length).toBeGreaterThan(0.95);
  });
});
