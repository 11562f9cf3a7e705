import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_PLANE, type ImageInfo, type PixelType } from '#core/model/image.ts';
import { typedView } from '#core/raster/typed-view.ts';
import { openPyramid } from '../../main/engines/pyramid/open-pyramid.ts';
import { writePyramid } from '../../main/engines/pyramid/write-pyramid.ts';
import { decodedBytes, sharedImageFile } from '../../main/engines/shared-image-file.ts';
import type { ImageFile } from '../../main/services/ports.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-pyramid-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const quiet = { throwIfCancelled: () => undefined, progress: () => undefined };

/** An image whose sample values follow from channel and place. */
function image(
  width: number,
  height: number,
  pixelType: PixelType,
  value: (c: number, x: number, y: number) => number,
): ImageFile {
  const info: ImageInfo = {
    format: 'test',
    width,
    height,
    ...{ sizeScene: 1, sizeZ: 1, sizeT: 1 },
    channels: [
      { name: 'a', color: null },
      { name: 'b', color: null },
    ],
    rgb: false,
    pixelType,
    pixelSizeUm: { x: null, y: null, z: null },
    levels: [{ width, height, downsample: 1 }],
    chunk: { width: 64, height: 64 },
  };
  const pixels = new SharedArrayBuffer(decodedBytes(info));
  const all = typedView(pixelType, pixels, 0, 2 * width * height);
  for (let i = 0; i < all.length; i++) {
    all[i] = value(Math.floor(i / (width * height)), i % width, Math.floor(i / width) % height);
  }
  return sharedImageFile({ info, pixels });
}

describe('a pyramid file', () => {
  it('halves by the mean of 2 × 2 pixels down to one tile, every channel, odd edges included', async () => {
    const path = join(folder, 'sub', 'p.pyramid');
    const source = image(1025, 603, 'float32', (c, x, y) => (c + 1) * x + 10 * y);
    const { levels } = await writePyramid(source, FIRST_PLANE, path, quiet);
    expect(levels).toEqual([
      { width: 513, height: 302, downsample: 2 },
      { width: 257, height: 151, downsample: 4 },
      { width: 129, height: 76, downsample: 8 },
    ]);
    const file = await openPyramid(path);
    const read = async (level: number, channel: number, x: number, y: number): Promise<number> => {
      const { data } = await file.read({ plane: FIRST_PLANE, level, rect: { x, y, width: 1, height: 1 }, channels: [channel] });
      return data[0]!;
    };
    for (const c of [0, 1]) {
      expect(await read(0, c, 300, 280)).toBe((c + 1) * 600.5 + 10 * 560.5);
      expect(await read(0, c, 512, 301)).toBe((c + 1) * 1024 + 10 * 602);
      expect(await read(1, c, 255, 100)).toBe((c + 1) * 1021.5 + 10 * 401.5);
      expect(await read(2, c, 3, 5)).toBe((c + 1) * 27.5 + 10 * 43.5);
    }
    await file.close();
  });

  it('reads any region across tiles and channels in the order asked for', async () => {
    const path = join(folder, 'p.pyramid');
    await writePyramid(
      image(1200, 1100, 'uint16', (c, x, y) => 1000 * c + (x >> 1) + (y >> 1)),
      FIRST_PLANE,
      path,
      quiet,
    );
    const file = await openPyramid(path);
    const rect = { x: 250, y: 500, width: 20, height: 30 };
    const { data } = await file.read({ plane: FIRST_PLANE, level: 0, rect, channels: [1, 0] });
    const expected = [1, 0].flatMap((c) =>
      Array.from({ length: 600 }, (_, i) => 1000 * c + 250 + (i % 20) + 500 + Math.floor(i / 20)),
    );
    expect([...data]).toEqual(expected);
    await file.close();
  });

  it('rounds integer means half up', async () => {
    const path = join(folder, 'p.pyramid');
    await writePyramid(
      image(300, 300, 'int16', (_, x, y) => (x % 2 === 0 && y % 2 === 0 ? -2 : -1)),
      FIRST_PLANE,
      path,
      quiet,
    );
    const file = await openPyramid(path);
    const { data } = await file.read({ plane: FIRST_PLANE, level: 0, rect: { x: 5, y: 5, width: 1, height: 1 }, channels: [0] });
    expect(data[0]).toBe(-1);
    await file.close();
  });

  it('leaves nothing behind when it is cancelled', async () => {
    let asked = 0;
    const cancel = {
      throwIfCancelled() {
        asked++;
        if (asked > 3) throw new Error('enough');
      },
      progress: () => undefined,
    };
    const source = image(1200, 1200, 'uint8', () => 1);
    await expect(writePyramid(source, FIRST_PLANE, join(folder, 'p.pyramid'), cancel)).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused when it is absent or not whole', async () => {
    const path = join(folder, 'p.pyramid');
    await expect(openPyramid(path)).rejects.toMatchObject({ kind: 'not-found' });
    await writePyramid(
      image(300, 300, 'uint8', () => 1),
      FIRST_PLANE,
      path,
      quiet,
    );
    appendFileSync(path, 'x');
    await expect(openPyramid(path)).rejects.toMatchObject({ kind: 'corrupt' });
  });
});
