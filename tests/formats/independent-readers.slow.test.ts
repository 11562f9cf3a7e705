import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allocatePixels, type PixelArray, type PlaneIndex } from '#core/model/image.ts';
import type { ResultImage } from '../../main/services/ports.ts';
import { testFolder } from './in-folder.ts';
import { bytesOf, interleaved } from './read-all.ts';
import { seededNumbers } from './seeded-numbers.ts';
import { writeOmeTiff } from './write-result.ts';

const folder = testFolder();
const PYTHON = '/usr/bin/python3';
const hasTifffile = spawnSync(PYTHON, ['-c', 'import tifffile'], { timeout: 60_000 }).status === 0;
const hasTiffinfo = spawnSync('tiffinfo', ['-h']).error === undefined;
if (!hasTifffile) console.log('Skipped: tifffile (Debian package python3-tifffile) is not installed.');
if (!hasTiffinfo) console.log('Skipped: tiffinfo (Debian package libtiff-tools) is not installed.');

/** Two scenes of their own size, two channels, 2 z planes, 3 time points. */
const stack: ResultImage = {
  path: join(folder.path, 'stack.ome.tif'),
  scenes: [
    { name: 'Left & "first"', width: 530, height: 40, well: 'B3' },
    { name: 'Right', width: 70, height: 600, well: 'C11' },
  ],
  sizeZ: 2,
  sizeT: 3,
  channels: [
    { name: 'DAPI', color: 0x0000ff, fluor: 'DAPI', excitationNm: 353, emissionNm: 465, exposureMs: 12.5 },
    { name: 'Kern µ', color: null },
  ],
  pixelType: 'uint16',
  pixelSizeUm: { x: 0.325, y: 0.65, z: 1.5 },
  timeStepS: 2.5,
  coarsen: 'mean',
  description: 'Größe',
};

const color: ResultImage = {
  ...stack,
  path: join(folder.path, 'color.ome.tif'),
  scenes: [{ name: 'Section', width: 700, height: 520 }],
  sizeZ: 1,
  sizeT: 1,
  channels: ['Red', 'Green', 'Blue'].map((name) => ({ name, color: null })),
  rgb: true,
  pixelType: 'uint8',
};

function planeOf(image: ResultImage, { scene, z, t }: PlaneIndex): PixelArray {
  const random = seededNumbers(1 + scene + 10 * z + 100 * t);
  const { width, height } = image.scenes[scene]!;
  const pixels = allocatePixels(image.pixelType, image.channels.length * width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = 200 * random();
  return pixels;
}

function readWithTifffile(path: string) {
  const script = fileURLToPath(new URL('read-with-tifffile.py', import.meta.url));
  const done = spawnSync(PYTHON, [script, path], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  // It warns about all that it does not like.
  expect(done.stderr).toBe('');
  return JSON.parse(done.stdout);
}

/** All planes of a scene in tifffile's order T, Z, C, Y, X. */
function sceneHash(image: ResultImage, scene: number): string {
  const hash = createHash('sha256');
  for (let t = 0; t < image.sizeT; t++) {
    for (let z = 0; z < image.sizeZ; z++) hash.update(bytesOf(planeOf(image, { scene, z, t })));
  }
  return hash.digest('hex');
}

describe.skipIf(!hasTifffile)('tifffile reads what Grove wrote', () => {
  it.each([false, true])('scenes, time points, z planes and channels; BigTIFF: %s', async (big) => {
    await writeOmeTiff(stack, (plane) => planeOf(stack, plane), { pyramidFrom: 600, ...(big && { classicLimit: 0 }) });
    const read = readWithTifffile(stack.path);
    expect(read).toMatchObject({ ome: true, big, photometric: 'MINISBLACK' });
    expect(read.umPerPixel[0]).toBeCloseTo(0.325, 6);
    expect(read.umPerPixel[1]).toBeCloseTo(0.65, 6);
    expect(read.images).toEqual(
      stack.scenes.map(({ name }) => ({ name, size: [0.325, 0.65, 1.5], timeStep: 2.5, channels: ['DAPI', 'Kern µ'] })),
    );
    expect(read.series.map(({ axes, type }: { axes: string; type: string }) => [axes, type])).toEqual([
      ['TZCYX', 'uint16'],
      ['TZCYX', 'uint16'],
    ]);
    expect(read.series.map(({ shape }: { shape: number[] }) => shape)).toEqual([
      [3, 2, 2, 40, 530],
      [3, 2, 2, 600, 70],
    ]);
    expect(read.series.map(({ levels }: { levels: number[][] }) => levels)).toEqual([
      [[3, 2, 2, 40, 530]],
      [
        [3, 2, 2, 600, 70],
        [3, 2, 2, 300, 35],
      ],
    ]);
    expect(read.series.map(({ sha256 }: { sha256: string }) => sha256)).toEqual([sceneHash(stack, 0), sceneHash(stack, 1)]);
  });

  it('a colour image with coarser levels', async () => {
    await writeOmeTiff(color, (plane) => planeOf(color, plane), { pyramidFrom: 600 });
    const read = readWithTifffile(color.path);
    expect(read).toMatchObject({ ome: true, big: false, photometric: 'RGB' });
    const [{ axes, shape, levels, sha256, coarsest }] = read.series;
    expect({ axes, shape }).toEqual({ axes: 'YXS', shape: [520, 700, 3] });
    expect(levels).toEqual([
      [520, 700, 3],
      [260, 350, 3],
    ]);
    const data = planeOf(color, { scene: 0, z: 0, t: 0 });
    const pixels = interleaved({ width: 700, height: 520, channels: 3, data });
    expect(sha256).toBe(createHash('sha256').update(bytesOf(pixels)).digest('hex'));
    const mean = coarsest / (3 * 260 * 350);
    expect(mean).toBeGreaterThan(99);
    expect(mean).toBeLessThan(101);
  });
});

describe.skipIf(!hasTiffinfo)('tiffinfo reads what Grove wrote', () => {
  it('tiles, resolution and colours', async () => {
    await writeOmeTiff(color, (plane) => planeOf(color, plane), { pyramidFrom: 600 });
    const done = spawnSync('tiffinfo', ['-D', color.path], { encoding: 'utf8' });
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
    expect(done.stdout).toMatch(/Image Width: 700 Image Length: 520/);
    expect(done.stdout).toMatch(/Tile Width: 512 Tile Length: 512/);
    expect(done.stdout).toMatch(/Resolution: 30769\.2\d*, 15384\.6\d* pixels\/cm/);
    expect(done.stdout).toMatch(/Photometric Interpretation: RGB color/);
    expect(done.stdout).toMatch(/Samples\/Pixel: 3/);
    expect(done.stdout).toMatch(/SubIFD Offsets:/);
  });
});
