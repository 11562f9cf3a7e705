import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { allocatePixels, type PixelArray, type PixelType } from '#core/model/image.ts';
import type { TileCompression } from '../../main/formats/ome-tiff/compress-tile.ts';
import { createOmeTiff, type OmeTiffOptions } from '../../main/formats/ome-tiff/write.ts';
import { openImage } from '../../main/formats/open-image.ts';
import type { ResultImage } from '../../main/services/ports.ts';
import { testFolder } from './in-folder.ts';
import { bytesOf, readWhole } from './read-all.ts';
import { seededNumbers } from './seeded-numbers.ts';
import { tilesOf, writeOmeTiff } from './write-result.ts';

const folder = testFolder();
const WIDTH = 1060;
const HEIGHT = 540;
const CHANNELS = [
  { name: 'Kern <1> & "µ"', color: 0xff8000 },
  { name: 'Rest', color: null },
];

const imageOf = (name: string, type: PixelType): ResultImage => ({
  path: join(folder.path, name),
  scenes: [{ name: 'Scene 1', width: WIDTH, height: HEIGHT }],
  sizeZ: 1,
  sizeT: 1,
  coarsen: 'mean',
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

const TYPES: readonly PixelType[] = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'];
describe('an OME-TIFF', () => {
  /** Two tiles per channel, most of them beyond the edge. */
  const small = { width: 530, height: 21 };
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
      const image = { ...imageOf('small.ome.tif', type), scenes: [{ name: 'Scene 1', ...small }] };
      const pixels = pixelsOf(type).subarray(0, 2 * small.width * small.height);
      await writeOmeTiff(image, () => pixels, { compression, ...options });
      expect(readFileSync(image.path)[2]).toBe(options.classicLimit === 0 ? 43 : 42);
      const read = await openImage(image.path);
      expect(read.info).toEqual({
        ...{ format: 'ome-tiff', ...small, sizeScene: 1, sizeZ: 1, sizeT: 1, rgb: false },
        channels: CHANNELS,
        pixelType: type,
        pixelSizeUm: { x: 0.325, y: 0.65, z: null },
        levels: [{ ...small, downsample: 1 }],
        chunk: { width: 512, height: 21 },
        compression: [{ none: 'none', deflate: 'Deflate', zstd: 'zstd' }[compression.method]],
        software: 'Grove',
      });
      expect(Buffer.compare(bytesOf((await readWhole(read)).data), bytesOf(pixels))).toBe(0);
      await read.close();
    },
  );
});

describe('the bytes of the file', () => {
  const pixels = pixelsOf('uint16');
  const write = async (image: ResultImage, plane: PixelArray, memoryBytes?: number): Promise<Buffer> => {
    await writeOmeTiff(image, () => plane, { pyramidFrom: 1, ...(memoryBytes !== undefined && { memoryBytes }) });
    return readFileSync(image.path);
  };

  it('do not depend on the name, or on the memory that there is', async () => {
    const image = { ...imageOf('first.ome.tif', 'uint16'), sizeT: 2 };
    const first = await write(image, pixels);
    // With hardly any memory, unfinished and early tiles go to disk and back.
    for (const memoryBytes of [600_000, 0]) {
      const other = await write({ ...image, path: join(folder.path, 'other.ome.tif') }, pixels, memoryBytes);
      expect(other.equals(first)).toBe(true);
    }
    expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('change with the pixels', async () => {
    const first = await write(imageOf('first.ome.tif', 'uint16'), pixels);
    const changed = pixels.slice();
    changed[WIDTH * HEIGHT * 2 - 1]!++;
    expect((await write(imageOf('other.ome.tif', 'uint16'), changed)).equals(first)).toBe(false);
  });
});

describe('coarser levels', () => {
  it.each(['nearest', 'mean'] as const)('are halves of each other, %s', async (coarsen) => {
    const pixels = pixelsOf('uint8');
    await writeOmeTiff({ ...imageOf('pyramid.ome.tif', 'uint8'), coarsen }, () => pixels, { pyramidFrom: 1024 });
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
            if (coarser.data[(c * height + y) * width + x] !== (coarsen === 'mean' ? mean : four[0])) wrong++;
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
  const image = imageOf('kept.ome.tif', 'uint8');
  const tiles = [...tilesOf(image, 0, pixelsOf('uint8'), 512)];

  it('leaves the old one as it was, and nothing behind', async () => {
    writeFileSync(image.path, 'the old file');
    const file = await createOmeTiff(image);
    for (const tile of tiles.slice(1)) await file.write(tile).catch(() => {});
    await expect(file.finish()).rejects.toThrow(/takes a tile of/);
    await file.abandon();
    const second = await createOmeTiff(image);
    for (const tile of tiles.slice(0, -1)) await second.write(tile);
    await expect(second.finish()).rejects.toThrow(/scene 0 are missing/);
    await second.abandon();
    expect(readFileSync(image.path, 'utf8')).toBe('the old file');
    expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('refuses a tile too many, and one of another size', async () => {
    const wrong = imageOf('wrong.ome.tif', 'uint8');
    const file = await createOmeTiff(wrong);
    await expect(file.write(new Uint8Array(7))).rejects.toThrow(/takes a tile of 2 × 512 × 512 samples here, not 7/);
    await file.abandon();
    const other = await createOmeTiff(wrong);
    for (const tile of tiles) await other.write(tile);
    await expect(other.write(tiles[0]!)).rejects.toThrow(/complete/);
    await other.abandon();
    expect(existsSync(wrong.path)).toBe(false);
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
