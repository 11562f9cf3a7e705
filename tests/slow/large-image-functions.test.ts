import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { resultFiles } from '../../main/formats/result-files.ts';
import { seededRandom } from '../services/cell-images.ts';

const entry = fileURLToPath(new URL('./measured-grove.ts', import.meta.url));
const WIDTH = 8192;
const LOW = 2048;
const HIGH = 16_384;
const TILE = 512;
/** What strips of this width, blocks under way, caches and the writer hold, on two threads; the runs of the higher plane alone would take as much. */
const BOUND_MB = 600;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-large-functions-'));
  process.env.GROVE_DATA = join(folder, 'data');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Noise of two classes, the worst for whole objects: every other pixel begins a run. One bar crosses the whole image. */
async function draw(path: string, height: number): Promise<void> {
  const random = seededRandom(height);
  const noise = Uint8Array.from({ length: TILE * TILE }, () => 3 * random());
  const writer = await resultFiles.omeTiff({
    ...{ path, scenes: [{ name: 'Noise', width: WIDTH, height }], sizeZ: 1, sizeT: 1, coarsen: 'nearest', pixelType: 'uint8' },
    ...{ channels: [{ name: 'Labels', color: null }], pixelSizeUm: { x: 0.5, y: 0.5, z: null }, description: '' },
  });
  for (let i = 0; i < (WIDTH / TILE) * (height / TILE); i++) {
    const shift = Math.floor(random() * TILE * TILE);
    const bar = i % (WIDTH / TILE) === 3;
    await writer.write(noise.map((_, p) => (bar && p % TILE > 4 && p % TILE < 12 ? 2 : noise[(p + shift) % noise.length]!)));
  }
  await writer.finish();
}

/** Memory held at most, less what Node holds before it does anything. */
function clean(height: number): number {
  const [image, out] = [join(folder, `${height}.tif`), join(folder, `${height}-out.tif`)];
  const steps = ['mask', 'class=2', 'fill-holes', 'maximum=4', 'scrap', `minimum=${5 * height}`, 'connectivity=4'];
  const args = [entry, 'image', 'function', ...steps, '--image', image, '--out', out, '--threads', '2'];
  const done = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  const [startMb, peakMb] = done.stdout.trim().split('\n').at(-1)!.split(' ').map(Number);
  return peakMb! - startMb!;
}

it(`objects are found in the same bounded memory in ${HIGH} rows as in ${LOW}`, async () => {
  for (const height of [LOW, HIGH]) await draw(join(folder, `${height}.tif`), height);
  const [low, high] = [clean(LOW), clean(HIGH)];
  console.log(`${WIDTH} × ${LOW}: ${low} MB, ${WIDTH} × ${HIGH}: ${high} MB`);
  expect(low).toBeLessThan(BOUND_MB);
  expect(high).toBeLessThan(1.2 * BOUND_MB);

  // Only the bar is as large as that, and it is whole from the first row to the last.
  const file = await openImage(join(folder, `${HIGH}-out.tif`));
  const column = { x: 3 * TILE + 8, y: 0, width: 1, height: HIGH };
  const { data } = await file.read({ plane: FIRST_PLANE, level: 0, rect: column, channels: [0] });
  expect(data.every((value) => value === 255)).toBe(true);
  const away = { x: 6 * TILE, y: 0, width: TILE, height: TILE };
  const far = await file.read({ plane: FIRST_PLANE, level: 0, rect: away, channels: [0] });
  expect(far.data.every((value) => value === 0)).toBe(true);
  await file.close();
});
