import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '#contract/contract.ts';
import { FIRST_PLANE, type PlaneIndex } from '#core/model/image.ts';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import {
  PIXEL_SIZE_UM,
  readStack,
  type StackShape,
  TIME_STEP_S,
  truthAt,
  writeLabels,
  writeStack,
} from '../services/stack-images.ts';

/** Larger than a tile of a result file, so that edges of tiles and blocks lie within planes. */
const SHAPE: StackShape = {
  scenes: [
    { name: 'B2', well: 'B2', width: 200, height: 150 },
    { name: 'B3', well: 'B3', width: 700, height: 600 },
  ],
  sizeZ: 3,
  sizeT: 2,
  channels: [{ name: 'GFP', color: 0x00ff00 }],
};
const SUBSET = 'Z(2-3)|T(1)';
/** The planes of SUBSET in the order of a file. */
const SELECTED: readonly PlaneIndex[] = [
  { scene: 0, z: 1, t: 0 },
  { scene: 0, z: 2, t: 0 },
  { scene: 1, z: 1, t: 0 },
  { scene: 1, z: 2, t: 0 },
];

let folder: string;
let engine: Engine;
let image: string;
let model: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-subsets-'));
  engine = composeEngine({ threads: 2, cacheFolder: join(folder, 'cache'), dataFolder: join(folder, 'data') });
  image = join(folder, 'plate.ome.tif');
  const labels = join(folder, 'labels.ome.tif');
  await writeStack(image, SHAPE);
  await writeLabels(labels, SHAPE, ({ scene, z, t }) => t === 0 && ((scene === 0 && z === 0) || (scene === 1 && z === 2)));
  model = join(folder, 'discs.grovemodel');
  const training = { pairs: [{ image, labels }], set: 'basic25', channels: null, trees: 8, seed: 1 } as const;
  await engine.trainFromFiles({ ...training, classNames: ['Ground', 'Disc'] }, model);
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly subset?: string;
  readonly plane?: PlaneIndex;
  readonly ending?: string;
  readonly tile?: number;
  readonly by?: Engine;
}

/** Labels, masks, probabilities and confidence of a part of the image, each in a file of its own in a new folder. */
async function segment(name: string, { subset, plane = FIRST_PLANE, ending = '.ome.tif', tile = 512, by = engine }: Asked) {
  const here = join(folder, name);
  mkdirSync(here);
  const file = (what: string): string => join(here, `${what}${ending}`);
  const request = { model, image, plane, tile, ...(subset !== undefined && { subset }) };
  const more = {
    format: 'labels',
    probabilities: file('probabilities'),
    confidence: file('confidence'),
    minConfidence: 0,
  } as const;
  const done = await by.segmentFile({ ...request, outputs: { ...more, path: file('labels') } });
  const masks = { format: 'multichannel', probabilities: null, confidence: null, minConfidence: 60 } as const;
  await by.segmentFile({ ...request, outputs: { ...masks, path: file('masks') } });
  return { done, here, file };
}

const NAMES = ['labels', 'masks', 'probabilities', 'confidence'] as const;

/** Bytes of every file below a folder, by its place there. */
function bytesBelow(top: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const entry of readdirSync(top, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(top, entry);
    if (statSync(path).isFile()) found.set(relative(top, path), readFileSync(path));
  }
  return found;
}

describe('the segmentation of a subset', () => {
  it.each(['.ome.tif', '.ome.zarr'])('reopens from %s as it was made: places, calibration, classes', async (ending) => {
    const { done, file } = await segment(`reopened${ending}`, { subset: SUBSET, ending });
    expect(done).toMatchObject({ planes: 4, width: 200, height: 150, classes: ['Ground', 'Disc'] });
    expect(done.files).toEqual([file('labels'), file('probabilities'), file('confidence')]);
    const channels = {
      ...{ labels: ['Labels'], masks: ['Ground', 'Disc'], probabilities: ['Ground', 'Disc'], confidence: ['Confidence (%)'] },
    };
    for (const name of NAMES) {
      const { info, planes } = await readStack(file(name));
      expect(info).toMatchObject({ width: 200, height: 150, sizeScene: 2, sizeZ: 2, sizeT: 1 });
      expect(info.pixelSizeUm).toEqual(PIXEL_SIZE_UM);
      expect(info.scenes).toMatchObject(SHAPE.scenes);
      expect(info.channels.map((one) => one.name)).toEqual(channels[name]);
      expect(info.pixelType).toBe(name === 'probabilities' ? 'float32' : 'uint8');
      if (name !== 'labels') continue;
      for (const [i, { width, data }] of planes.entries()) {
        const plane = SELECTED[i]!;
        const right = data.filter((value, p) => value === truthAt(plane, p % width, Math.floor(p / width))).length;
        expect(right / data.length).toBeGreaterThan(0.95);
      }
    }
  });

  it.each(['.ome.tif', '.ome.zarr'])('keeps the time step in %s where it has several time points', async (ending) => {
    const { file } = await segment(`times${ending}`, { subset: 'S(1)|Z(2)', ending });
    const { info } = await readStack(file('labels'));
    expect(info).toMatchObject({ sizeScene: 1, sizeZ: 1, sizeT: 2, timeStepS: TIME_STEP_S, pixelSizeUm: PIXEL_SIZE_UM });
    expect(info.scenes).toMatchObject([{ name: 'B2', well: 'B2', width: 200, height: 150 }]);
  });

  it('has the same pixels as each plane by itself', async () => {
    const together = await segment('together', { subset: SUBSET });
    const zarr = await segment('together-zarr', { subset: SUBSET, ending: '.ome.zarr' });
    const whole = await Promise.all(NAMES.map((name) => readStack(together.file(name))));
    for (const [i, name] of NAMES.entries()) expect((await readStack(zarr.file(name))).planes).toEqual(whole[i]!.planes);
    for (const [i, plane] of SELECTED.entries()) {
      const single = await segment(`plane-${i}`, { plane });
      for (const [k, name] of NAMES.entries()) {
        const { planes } = await readStack(single.file(name));
        expect(planes).toHaveLength(1);
        expect(planes[0]!.data).toEqual(whole[k]!.planes[i]!.data);
      }
    }
  });

  it('of a cut has the pixels that the whole has there, cut to the size of each scene', async () => {
    const cut = await segment('cut', { subset: `${SUBSET}|X(100-649)|Y(50-579)` });
    const zarr = await segment('cut-zarr', { subset: `${SUBSET}|X(100-649)|Y(50-579)`, ending: '.ome.zarr' });
    const whole = await segment('uncut', { subset: SUBSET });
    for (const name of NAMES) {
      const part = await readStack(cut.file(name));
      const all = await readStack(whole.file(name));
      expect((await readStack(zarr.file(name))).planes).toEqual(part.planes);
      expect(part.planes.map(({ width, height }) => [width, height])).toEqual([
        [100, 100],
        [100, 100],
        [550, 530],
        [550, 530],
      ]);
      expect(part.info.pixelSizeUm).toEqual(PIXEL_SIZE_UM);
      for (const [i, { width, height, data }] of part.planes.entries()) {
        const from = all.planes[i]!;
        for (let p = 0; p < data.length; p++) {
          const channel = Math.floor(p / (width * height));
          const [x, y] = [100 + (p % width), 50 + (Math.floor(p / width) % height)];
          const there = from.data[(channel * from.height + y) * from.width + x];
          if (data[p] !== there) throw new Error(`${name}: ${data[p]} instead of ${there} at ${x}, ${y} of plane ${i}`);
        }
      }
    }
  });

  it.each(['.ome.tif', '.ome.zarr'])('has the same bytes in %s for any number of threads and any block size', async (ending) => {
    const alone = composeEngine({ threads: 1, cacheFolder: join(folder, 'cache-1'), dataFolder: join(folder, 'data') });
    try {
      const subset = `${SUBSET}|X(20-690)`;
      const expected = bytesBelow((await segment(`same-1-512${ending}`, { subset, ending, by: alone })).here);
      expect(expected.size).toBeGreaterThanOrEqual(4);
      for (const [by, tile] of [
        [engine, 128],
        [engine, 2048],
        [alone, 128],
      ] as const) {
        const { here } = await segment(`same-${by === alone ? 1 : 2}-${tile}${ending}`, { subset, ending, tile, by });
        const bytes = bytesBelow(here);
        expect([...bytes.keys()]).toEqual([...expected.keys()]);
        for (const [name, one] of bytes) expect(one.equals(expected.get(name)!), name).toBe(true);
      }
    } finally {
      await alone.close();
    }
  });

  it.each(['.ome.tif', '.ome.zarr'])('leaves nothing in %s when it is cancelled in the middle', async (ending) => {
    const here = join(folder, `cancelled${ending}`);
    mkdirSync(here);
    const file = (what: string): string => join(here, `${what}${ending}`);
    const abort = new AbortController();
    const seen: Progress[] = [];
    const progress = (one: Progress): void => {
      seen.push(one);
      if (one.done === 3) abort.abort();
    };
    const outputs = {
      path: file('labels'),
      format: 'labels',
      probabilities: file('p'),
      confidence: file('c'),
      minConfidence: 0,
    } as const;
    const running = engine.segmentFile(
      { model, image, plane: FIRST_PLANE, subset: '', outputs, tile: 512 },
      { signal: abort.signal, progress },
    );
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    expect(seen.at(-1)!.done).toBeLessThan(seen.at(-1)!.total);
    expect(readdirSync(here)).toEqual([]);
  });
});
