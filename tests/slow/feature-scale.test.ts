import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { resultFiles } from '../../main/formats/result-files.ts';

/** Edge of the drawing; images are made of it at other magnifications by repeating its pixels. */
const EDGE = 300;
const PIXEL_UM = 0.5;

let folder: string;
let engine: Engine;
let drawn: ReturnType<typeof drawNuclei>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-scale-'));
  engine = composeEngine({ cacheFolder: join(folder, 'cache'), threads: 2 });
  drawn = drawNuclei({ width: EDGE, height: EDGE, seed: 5 });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The drawing with each pixel `across` × `down` times, and pixels as much smaller; or without a pixel size. */
async function image(name: string, across: number, down: number, sized = true): Promise<string> {
  const [width, height] = [across * EDGE, down * EDGE];
  const path = join(folder, name);
  const writer = await resultFiles.omeTiff({
    ...{ path, scenes: [{ name: 'Scene 1', width, height }], sizeZ: 1, sizeT: 1, coarsen: 'mean', description: '' },
    ...{ channels: [{ name: 'Grey', color: null }], pixelType: 'uint16' },
    pixelSizeUm: sized ? { x: PIXEL_UM / across, y: PIXEL_UM / down, z: null } : { x: null, y: null, z: null },
  });
  const edge = writer.tileEdge;
  for (let y = 0; y < height; y += edge) {
    for (let x = 0; x < width; x += edge) {
      const [w, h] = [Math.min(edge, width - x), Math.min(edge, height - y)];
      const at = (i: number): number => Math.floor((y + Math.floor(i / w)) / down) * EDGE + Math.floor((x + (i % w)) / across);
      await writer.write(Uint16Array.from({ length: w * h }, (_, i) => drawn.pixels[at(i)]!));
    }
  }
  await writer.finish();
  return path;
}

async function labelImage(name: string, across: number, down: number): Promise<string> {
  const [width, height] = [across * EDGE, down * EDGE];
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [Math.floor((i % width) / across), Math.floor(i / width / down)];
    return (x >> 4) % 4 === 0 && (y >> 4) % 3 === 0 ? drawn.truth[y * EDGE + x]! : 0;
  });
  const path = join(folder, name);
  await resultFiles.png(path, { width, height, channels: 1, data });
  return path;
}

const train = (out: string, pairs: { image: string; labels: string }[], scale: 'px' | 'um') =>
  engine.trainFromFiles(
    { pairs, set: 'basic25', channels: null, trees: 10, seed: 0, classNames: null, scale },
    join(folder, out),
    {},
  );

async function segment(model: string, path: string): Promise<Uint8Array> {
  const out = join(folder, `labels-${model}.tif`);
  await engine.segmentFile({
    ...{ model: join(folder, model), image: path, plane: FIRST_PLANE, tile: 512 },
    outputs: { path: out, format: 'labels', probabilities: null, confidence: null, minConfidence: 0 },
  });
  const file = await openImage(out);
  const { width, height } = file.info;
  const { data } = await file.read({ plane: FIRST_PLANE, level: 0, rect: { x: 0, y: 0, width, height }, channels: [0] });
  await file.close();
  return data as Uint8Array;
}

function sameAs(labels: Uint8Array, magnified: Uint8Array, across: number, down: number): number {
  const width = across * EDGE;
  let same = 0;
  for (let i = 0; i < magnified.length; i++) {
    if (magnified[i] === labels[Math.floor(i / width / down) * EDGE + Math.floor((i % width) / across)]) same++;
  }
  return same / magnified.length;
}

describe('features in µm', () => {
  it('give the same segmentation at every magnification, of pixels that are not square too', async () => {
    const own = await image('own.ome.tif', 1, 1);
    const pairs = [{ image: own, labels: await labelImage('labels.png', 1, 1) }];
    await train('um.grovemodel', pairs, 'um');
    await train('px.grovemodel', pairs, 'px');
    const [inUm, inPixels] = [await segment('um.grovemodel', own), await segment('px.grovemodel', own)];
    expect(Buffer.from(inUm).equals(Buffer.from(inPixels))).toBe(true);
    for (const [across, down] of [
      [2, 2],
      [3, 2],
    ] as const) {
      const magnified = await image(`${across}-${down}.ome.tif`, across, down);
      expect(sameAs(inUm, await segment('um.grovemodel', magnified), across, down)).toBe(1);
      expect(sameAs(inPixels, await segment('px.grovemodel', magnified), across, down)).toBeLessThan(1);
    }
  });

  it('are learnt from images of several magnifications as from one', async () => {
    const pairs = async (across: number, name: string) => ({
      image: await image(`${name}.ome.tif`, across, across),
      labels: await labelImage(`${name}.png`, across, across),
    });
    const first = await pairs(1, 'first');
    const alone = await train('alone.grovemodel', [first], 'um');
    const both = await train('both.grovemodel', [first, await pairs(2, 'second')], 'um');
    expect(alone.features.pixelSizeUm).toEqual({ x: PIXEL_UM, y: PIXEL_UM });
    expect(both.features.pixelSizeUm).toEqual({ x: PIXEL_UM, y: PIXEL_UM });
    // Four pixels of the second image have the features of one of the first.
    expect(both.report.distinctRows).toBe(alone.report.distinctRows);
    expect(both.report.usedPixels.map((count, k) => count / alone.report.usedPixels[k]!)).toEqual([5, 5]);
    expect(readFileSync(join(folder, 'both.grovemodel')).length).toBeGreaterThan(1000);
  });

  it('need images that tell their pixel size, of about the same', async () => {
    const own = await image('sized.ome.tif', 1, 1);
    const labels = await labelImage('sized.png', 1, 1);
    const silent = await image('silent.ome.tif', 1, 1, false);
    const refusal = (text: RegExp) => expect.objectContaining({ kind: 'mismatch', message: expect.stringMatching(text) });
    await expect(train('none.grovemodel', [{ image: silent, labels }], 'um')).rejects.toEqual(
      refusal(/silent.*how large its pixels/),
    );
    await expect(
      train(
        'none.grovemodel',
        [
          { image: own, labels },
          { image: silent, labels },
        ],
        'um',
      ),
    ).rejects.toEqual(refusal(/silent/));
    await train('sized.grovemodel', [{ image: own, labels }], 'um');
    await expect(segment('sized.grovemodel', silent)).rejects.toEqual(refusal(/silent/));
  });
});
