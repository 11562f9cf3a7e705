import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { composeEngine, type Engine } from '../../main/compose-engine.ts';
import type { KnownImage } from '../../main/services/images/image-sources.ts';

const WIDTH = 700;
const HEIGHT = 520;
let folder: string;
let engine: Engine;
let image: KnownImage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grove-levels-'));
  engine = composeEngine({ threads: 2, cacheFolder: join(folder, 'cache') });
  const path = join(folder, 'ramp.png');
  const pixels = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => 10 * (i % WIDTH) + 20 * Math.floor(i / WIDTH));
  await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toFile(path);
  const info = await engine.pool.run('image.open', { path });
  const { hash } = await engine.pool.run('image.hash', { path });
  image = { path, contentHash: hash, info };
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const pyramids = (): string[] => readdirSync(join(folder, 'cache', 'pyramids'));
const corner = async (level: number): Promise<number[]> => {
  const { data } = await engine.levels.read(image, FIRST_PLANE, level, { x: 100, y: 50, width: 2, height: 2 });
  return [...data];
};
/** Mean over the pixels that one pixel of a level stands for, on the ramp. */
const expected = (level: number): number[] => {
  const step = 2 ** level;
  const at = (x: number, y: number): number => 10 * (x * step + (step - 1) / 2) + 20 * (y * step + (step - 1) / 2);
  return [at(100, 50), at(101, 50), at(100, 51), at(101, 51)];
};

describe('levels of an image', () => {
  it('go down to one tile', () => {
    expect(engine.levels.levels(image, 0)).toEqual([
      { width: 700, height: 520, downsample: 1 },
      { width: 350, height: 260, downsample: 2 },
      { width: 175, height: 130, downsample: 4 },
    ]);
  });

  it('are read from the file or from a pyramid that is made once for all who ask, with progress', async () => {
    expect(await corner(0)).toEqual(expected(0));
    const progress: number[] = [];
    const rect = { x: 0, y: 0, width: 175, height: 130 };
    const options = { onProgress: (done: number, total: number) => progress.push(done / total) };
    await Promise.all([corner(1), corner(2), engine.levels.read(image, FIRST_PLANE, 2, rect, options), corner(1)]);
    expect(pyramids()).toHaveLength(1);
    expect(progress.at(-1)).toBe(1);
    expect(await corner(1)).toEqual(expected(1));
    expect(await corner(2)).toEqual(expected(2));
  });

  it('are the same after the cache was deleted or damaged', async () => {
    await corner(1);
    rmSync(join(folder, 'cache', 'pyramids'), { recursive: true });
    expect(await corner(2)).toEqual(expected(2));
    truncateSync(join(folder, 'cache', 'pyramids', pyramids()[0]!), 5000);
    expect(await corner(1)).toEqual(expected(1));
    expect(pyramids()).toHaveLength(1);
  });

  it('leave nothing behind when making them is cancelled', async () => {
    rmSync(join(folder, 'cache', 'pyramids'), { recursive: true });
    const abort = new AbortController();
    const reading = engine.levels.read(image, FIRST_PLANE, 1, { x: 0, y: 0, width: 9, height: 9 }, { signal: abort.signal });
    abort.abort();
    await expect(reading).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await corner(1)).toEqual(expected(1));
    expect(pyramids()).toHaveLength(1);
  });
});
