import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImage } from '../../main/formats/open-image.ts';
import { resultFiles } from '../../main/formats/result-files.ts';
import { drawCells, seededRandom } from '../services/cell-images.ts';

const entry = fileURLToPath(new URL('./measured-grove.ts', import.meta.url));
const SMALL = 4096;
const LARGE = 16_384;
const TILE = 512;
const BOUND_MB = 300;

let folder: string;
let model: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-large-'));
  process.env.GROVE_DATA = join(folder, 'data');
  model = join(folder, 'm.grovemodel');
  const { image, labels } = await drawCells(folder, 'cells', 1);
  grove('pixel', 'train', '--image', image, '--labels', labels, '--out', model);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Measured {
  /** Most memory held, less what Node holds before it does anything. */
  readonly extraMb: number;
  readonly seconds: number;
}

function grove(...args: string[]): Measured {
  const start = performance.now();
  const done = spawnSync(process.execPath, [entry, ...args, '--threads', '2'], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  const [startMb, peakMb] = done.stdout.trim().split('\n').at(-1)!.split(' ').map(Number);
  return { extraMb: peakMb! - startMb!, seconds: (performance.now() - start) / 1000 };
}

/** Noise with bright squares, written tile by tile. */
async function drawLarge(path: string, edge: number): Promise<void> {
  const random = seededRandom(edge);
  const noise = Uint16Array.from({ length: TILE * TILE }, () => 800 + 600 * random());
  const writer = await resultFiles.omeTiff({
    path,
    scenes: [{ name: 'Scene 1', width: edge, height: edge }],
    sizeZ: 1,
    sizeT: 1,
    coarsen: 'mean',
    channels: [{ name: 'Grey', color: null }],
    pixelType: 'uint16',
    pixelSizeUm: { x: 0.5, y: 0.5, z: null },
    description: '',
  });
  expect(writer.tileEdge).toBe(TILE);
  for (let i = 0; i < (edge / TILE) ** 2; i++) {
    const shift = Math.floor(random() * TILE);
    await writer.write(
      noise.map((_, p) => noise[(p + shift) % noise.length]! + ((p & 32) !== 0 && (p & 16384) !== 0 ? 1200 : 0)),
    );
  }
  await writer.finish();
}

function segment(edge: number): Measured {
  const out = join(folder, `labels-${edge}.tif`);
  return grove('pixel', 'segment', '--model', model, '--image', join(folder, `${edge}.tif`), '--out', out);
}

/** Memory stays bounded and time grows with the pixels. */
describe('a large image', () => {
  it(`of ${LARGE}² pixels is segmented in the same bounded memory as one of ${SMALL}²`, async () => {
    for (const edge of [SMALL, LARGE]) await drawLarge(join(folder, `${edge}.tif`), edge);
    const small = segment(SMALL);
    const large = segment(LARGE);
    const perPixel = (large.seconds / LARGE ** 2 / (small.seconds / SMALL ** 2)).toFixed(2);
    console.log(
      `${SMALL}²: ${small.seconds.toFixed(1)} s, ${small.extraMb} MB; ${LARGE}²: ${large.seconds.toFixed(1)} s, ${large.extraMb} MB`,
    );
    console.log(`Seconds per pixel, large to small, start of the program included: ${perPixel}`);
    expect(small.extraMb).toBeLessThan(BOUND_MB);
    expect(large.extraMb).toBeLessThan(1.2 * BOUND_MB);
    const file = await openImage(join(folder, `labels-${LARGE}.tif`));
    expect(file.info).toMatchObject({ width: LARGE, height: LARGE, pixelType: 'uint8', pixelSizeUm: { x: 0.5, y: 0.5 } });
    await file.close();
  });

  it('leaves nothing in the cache', () => {
    const files = readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const left = files
      .filter((one) => !one.parentPath.includes('code'))
      .map((one) => statSync(join(one.parentPath, one.name)).size);
    expect(left).toEqual([]);
  });
});
