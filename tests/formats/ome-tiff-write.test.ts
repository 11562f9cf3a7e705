import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { allocatePixels, type PixelArray, type PixelType, type Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import type { TileCompression } from '../../main/formats/ome-tiff/compress-tile.ts';
import { createOmeTiff, type OmeTiffImage, type OmeTiffOptions } from '../../main/formats/ome-tiff/write.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { testFolder } from './in-folder.ts';
import { bytesOf, readWhole } from './read-all.ts';
import { seededNumbers } from './seeded-numbers.ts';

const folder = testFolder();
const WIDTH = 1060;
const HEIGHT = 540;
const CHANNELS = [
  { name: 'Kern <1> & "µ"', color: 0xff8000 },
  { name: 'Rest', color: null },
];

const imageOf = (name: string, type: PixelType): OmeTiffImage => ({
  path: join(folder.path, name),
  width: WIDTH,
  height: HEIGHT,
  channels: CHANNELS,
  pixelType: type,
  pixelSizeUm: { x: 0.325, y: 0.65, z: null },
  description: 'Größe > 3 µm',
});

/** Shape (channels, height, width): regions of few values, as labels have, and noise. */
function pixelsOf(type: PixelType): PixelArray {
  const random = seededNumbers(3);
  const pixels = allocatePixels(type, 2 * WIDTH * HEIGHT);
  for (let i = 0; i < pixels.length; i++) pixels[i] = i % 3000 < 2000 ? Math.floor(i / 5000) : 200 * random();
  return pixels;
}

const rowsOf = (height: number): Rect[] =>
  Array.from({ length: Math.ceil(HEIGHT / height) }, (_, i) => ({
    x: 0,
    y: i * height,
    width: WIDTH,
    height: Math.min(height, HEIGHT - i * height),
  }));

const tilesOf = (edge: number): Rect[] =>
  rowsOf(edge).flatMap((row) =>
    Array.from({ length: Math.ceil(WIDTH / edge) }, (_, i) => ({ ...row, x: i * edge, width: Math.min(edge, WIDTH - i * edge) })),
  );

/** Every rectangle of every channel as a task, in the order wanted. */
const tasks = (rects: readonly Rect[]): [Rect, number][] => rects.flatMap((rect) => [0, 1].map((c): [Rect, number] => [rect, c]));

async function write(
  image: OmeTiffImage,
  pixels: PixelArray,
  order: readonly [Rect, number][],
  options: OmeTiffOptions = {},
): Promise<Buffer> {
  const file = await createOmeTiff(image, options);
  for (const [rect, channel] of order) {
    const part = allocatePixels(image.pixelType, rect.width * rect.height);
    copyRegion(pixels, (channel * HEIGHT + rect.y) * WIDTH + rect.x, WIDTH, part, 0, rect.width, rect.width, rect.height);
    await file.write(rect, channel, part);
  }
  await file.finish();
  return readFileSync(image.path);
}

const TYPES: readonly PixelType[] = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'];
describe('an OME-TIFF', () => {
  /** Two tiles per channel, most of them beyond the edge. */
  const small = { width: 530, height: 21 };
  const whole: Rect = { x: 0, y: 0, ...small };
  const cases = [
    ...TYPES.map((type) => [type, { method: 'deflate', level: 1 }, {}] as const),
    ['uint8', { method: 'deflate', level: 9 }, { differences: true }],
    ['uint16', { method: 'deflate', level: 1 }, { differences: false }],
    ['float32', { method: 'deflate', level: 1 }, { classicLimit: 0 }],
    ['uint8', { method: 'zstd', level: 1 }, {}],
    ['uint16', { method: 'zstd', level: 3 }, { classicLimit: 0 }],
    ['float32', { method: 'none' }, {}],
    ['int32', { method: 'none' }, { differences: true }],
  ] as const;

  it.each<readonly [PixelType, TileCompression, OmeTiffOptions]>(cases)(
    'of %s comes back as it was, %j %j',
    async (type, compression, options) => {
      const image = { ...imageOf('small.ome.tif', type), ...small };
      const pixels = pixelsOf(type).subarray(0, 2 * small.width * small.height);
      const file = await createOmeTiff(image, { compression, ...options });
      for (const c of [0, 1]) await file.write(whole, c, pixels.subarray((c * pixels.length) / 2, ((c + 1) * pixels.length) / 2));
      await file.finish();
      expect(readFileSync(image.path)[2]).toBe(options.classicLimit === 0 ? 43 : 42);
      const read = await openImage(image.path);
      expect(read.info).toEqual({
        ...{ format: 'ome-tiff', ...small, sizeScene: 1, sizeZ: 1, sizeT: 1, rgb: false },
        channels: CHANNELS,
        pixelType: type,
        pixelSizeUm: { x: 0.325, y: 0.65, z: null },
        levels: [{ ...small, downsample: 1 }],
        chunk: { width: 512, height: 21 },
      });
      expect(Buffer.compare(bytesOf((await readWhole(read)).data), bytesOf(pixels))).toBe(0);
      await read.close();
    },
  );
});

describe('the bytes of the file', () => {
  const pixels = pixelsOf('uint16');
  const random = seededNumbers(11);
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);

  it('do not depend on size or order of what is written, on memory or on the name', async () => {
    const options = { pyramid: 'mean', compression: { method: 'deflate', level: 1 } } as const;
    const tiles = tasks(tilesOf(512));
    const first = await write(imageOf('first.ome.tif', 'uint16'), pixels, tiles, options);
    const others: [readonly [Rect, number][], number][] = [
      [tasks(rowsOf(64)), 2 ** 26],
      [tasks(tilesOf(128)), 2 ** 26],
      [[...tiles].sort((a, b) => a[1] - b[1]), 2 ** 26],
      [[...tiles].reverse(), 0],
      [shuffled(tasks(tilesOf(200))), 2 ** 26],
      // With hardly any memory, unfinished and early tiles go to disk and back.
      [shuffled(tasks(tilesOf(300))), 600_000],
    ];
    for (const [order, memoryBytes] of others) {
      const other = await write(imageOf('other.ome.tif', 'uint16'), pixels, order, { ...options, memoryBytes });
      expect(other.equals(first)).toBe(true);
    }
    expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('change with the pixels', async () => {
    const options = { compression: { method: 'deflate', level: 1 } } as const;
    const first = await write(imageOf('first.ome.tif', 'uint16'), pixels, tasks(rowsOf(HEIGHT)), options);
    const changed = pixels.slice();
    changed[WIDTH * HEIGHT * 2 - 1]!++;
    expect((await write(imageOf('other.ome.tif', 'uint16'), changed, tasks(rowsOf(HEIGHT)), options)).equals(first)).toBe(false);
  });
});

describe('coarser levels', () => {
  it.each(['nearest', 'mean'] as const)('are halves of each other, %s', async (pyramid) => {
    const pixels = pixelsOf('uint8');
    await write(imageOf('pyramid.ome.tif', 'uint8'), pixels, tasks(tilesOf(512)), { pyramid });
    const file = await openImage(join(folder.path, 'pyramid.ome.tif'));
    expect(file.info.levels).toEqual([
      { width: 1060, height: 540, downsample: 1 },
      { width: 530, height: 270, downsample: 2 },
      { width: 265, height: 135, downsample: 4 },
    ]);
    let wrong = 0;
    let finer = await readWhole(file);
    for (const level of [1, 2]) {
      const coarser = await readWhole(file, undefined, level);
      const { width, height } = coarser;
      const at = (c: number, y: number, x: number): number =>
        finer.data[(c * finer.height + Math.min(finer.height - 1, y)) * finer.width + Math.min(finer.width - 1, x)]!;
      for (let c = 0; c < 2; c++) {
        for (let y = 0; y < height; y += 7) {
          for (let x = 0; x < width; x += 3) {
            const four = [at(c, 2 * y, 2 * x), at(c, 2 * y, 2 * x + 1), at(c, 2 * y + 1, 2 * x), at(c, 2 * y + 1, 2 * x + 1)];
            const mean = Math.floor((four.reduce((sum, value) => sum + value, 0) + 2) / 4);
            if (coarser.data[(c * height + y) * width + x] !== (pyramid === 'mean' ? mean : four[0])) wrong++;
          }
        }
      }
      finer = coarser;
    }
    expect(wrong).toBe(0);
    await file.close();
  });
});

describe('a file that is not finished', () => {
  const pixels = new Uint8Array(WIDTH * HEIGHT);
  const whole: Rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

  it('leaves the old one as it was, and nothing behind', async () => {
    const image = imageOf('kept.ome.tif', 'uint8');
    writeFileSync(image.path, 'the old file');
    const file = await createOmeTiff(image);
    await file.write(whole, 0, pixels);
    await expect(file.finish()).rejects.toThrow(/not complete/);
    await file.abort();
    expect(readFileSync(image.path, 'utf8')).toBe('the old file');
    expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('refuses pixels that come twice, lie outside or are too few', async () => {
    for (const [rect, data] of [
      [{ ...whole, x: 1 }, pixels],
      [whole, pixels.subarray(1)],
    ] as const) {
      const file = await createOmeTiff(imageOf('wrong.ome.tif', 'uint8'));
      await expect(file.write(rect, 0, data)).rejects.toThrow(/no room/);
      await file.abort();
    }
    const file = await createOmeTiff(imageOf('wrong.ome.tif', 'uint8'));
    await file.write(whole, 0, pixels);
    await expect(file.write({ x: 9, y: 9, width: 2, height: 2 }, 0, pixels)).rejects.toThrow(/twice/);
    await file.abort();
    expect(existsSync(join(folder.path, 'wrong.ome.tif'))).toBe(false);
  });

  it('cannot begin where there is no folder, or a folder of its name', async () => {
    const nowhere = { ...imageOf('x', 'uint8'), path: join(folder.path, 'absent', 'result.tif') };
    await expect(createOmeTiff(nowhere)).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(/result\.tif.*no folder/),
    });
    mkdirSync(join(folder.path, 'folder.tif'));
    const error = await createOmeTiff(imageOf('folder.tif', 'uint8')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GroveError);
    expect(error).toMatchObject({ kind: 'invalid-input', message: expect.stringMatching(/folder\.tif is a folder/) });
  });

  const script = fileURLToPath(new URL('full-disk.ts', import.meta.url));
  const mayMount = spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', folder.path]).status === 0;
  if (!mayMount) console.log('Skipped: full and read-only disks need Linux with user namespaces.');

  it.skipIf(!mayMount).each([
    ['full', 'disk-full', /result\.tif cannot be written: the disk is full/],
    ['read-only', 'read-only', /result\.tif cannot be written: .* write-protected/],
  ] as const)('says so on a %s disk, and leaves the old one as it was', (way, kind, message) => {
    const disk = join(folder.path, `disk-${way}`);
    mkdirSync(disk);
    const done = spawnSync('unshare', ['-Urm', process.execPath, script, disk, way], { encoding: 'utf8' });
    const { tiff, png, files, content } = JSON.parse(done.stdout || 'null') ?? { tiff: done.stderr };
    expect(tiff).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(png).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect({ files, content }).toEqual({ files: ['result.tif'], content: 'the old file' });
  });
});
