import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { allocatePixels, BYTES_PER_SAMPLE, type PixelArray, type PixelType, type PlaneIndex } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { createOmeZarr } from '../../../main/formats/ome-zarr/write.ts';
import { openImage } from '../../../main/formats/open-image.ts';
import type { ResultImage, ResultWriter } from '../../../main/services/ports.ts';
import { allPlanes } from '../read-all.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-zarr-write-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let next = 0;

function image(changes: Partial<ResultImage> = {}): ResultImage {
  return {
    path: join(folder, `written-${next++}.ome.zarr`),
    scenes: [{ name: 'Section', width: 530, height: 60 }],
    ...{ sizeZ: 1, sizeT: 1, pixelType: 'uint16', coarsen: 'mean', description: 'Made by a test.' },
    channels: [{ name: 'DAPI', color: 0x0000ff }],
    pixelSizeUm: { x: 0.25, y: 0.3, z: null },
    ...changes,
  };
}

/** A sample that tells scene, plane, channel and place. */
function sample(type: PixelType, plane: PlaneIndex, channel: number, x: number, y: number): number {
  const number = 1 + plane.scene * 7 + plane.z * 13 + plane.t * 31 + channel * 5 + x + 3 * y;
  const most = type.startsWith('float') ? 2 ** 16 : 2 ** (8 * BYTES_PER_SAMPLE[type] - 1);
  const value = number % most;
  return type.startsWith('float') ? value / 8 : type.startsWith('int') && (x + y) % 2 === 0 ? -value : value;
}

function pixelsOf(of: ResultImage, plane: PlaneIndex, x0: number, y0: number, width: number, height: number): PixelArray {
  const data = allocatePixels(of.pixelType, of.channels.length * width * height);
  let i = 0;
  for (let c = 0; c < of.channels.length; c++) {
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[i++] = sample(of.pixelType, plane, c, x0 + x, y0 + y);
  }
  return data;
}

async function writeAll(of: ResultImage, writer: ResultWriter): Promise<void> {
  const edge = writer.tileEdge;
  for (const [scene, { width, height }] of of.scenes.entries()) {
    for (const plane of allPlanes({ sizeScene: 1, sizeT: of.sizeT, sizeZ: of.sizeZ } as Parameters<typeof allPlanes>[0])) {
      for (let y = 0; y < height; y += edge) {
        for (let x = 0; x < width; x += edge) {
          const [across, down] = [Math.min(edge, width - x), Math.min(edge, height - y)];
          await writer.write(pixelsOf(of, { ...plane, scene }, x, y, across, down));
        }
      }
    }
  }
}

async function write(of: ResultImage, version: '0.4' | '0.5' = '0.5'): Promise<string> {
  const writer = await createOmeZarr(of, { version });
  await writeAll(of, writer);
  await writer.finish();
  return of.path;
}

async function expectSame(of: ResultImage): Promise<void> {
  const file = await openImage(of.path);
  expect(file.info).toMatchObject({
    ...{ format: 'ome-zarr', sizeScene: of.scenes.length, sizeZ: of.sizeZ, sizeT: of.sizeT, pixelType: of.pixelType },
    ...{ pixelSizeUm: of.pixelSizeUm, channels: of.channels, rgb: of.rgb ?? false },
  });
  expect(file.info.timeStepS).toBe(of.timeStepS);
  expect(file.info.notes).toBeUndefined();
  for (const plane of allPlanes(file.info)) {
    const { name, width, height, well } = sceneOf(file.info, plane.scene);
    expect({ name, width, height, ...(well !== undefined && { well }) }).toEqual(of.scenes[plane.scene]);
    const rect = { x: 0, y: 0, width, height };
    const { data } = await file.read({ plane, level: 0, rect, channels: of.channels.map((_, c) => c) });
    expect(Buffer.compare(Buffer.from(data.buffer), Buffer.from(pixelsOf(of, plane, 0, 0, width, height).buffer))).toBe(0);
  }
  await file.close();
}

describe('an OME-Zarr written by Grove reopens identical', () => {
  it.each(Object.keys(BYTES_PER_SAMPLE) as PixelType[])('with pixels of %s, in both versions', async (pixelType) => {
    for (const version of ['0.4', '0.5'] as const) {
      const of = image({
        pixelType,
        channels: [
          { name: 'a', color: null },
          { name: 'b', color: 0xff8000 },
        ],
      });
      await write(of, version);
      await expectSame(of);
    }
  });

  it('with z, t, and everything that is known of the channels', async () => {
    const of = image({
      ...{
        sizeZ: 3,
        sizeT: 2,
        timeStepS: 12.5,
        pixelSizeUm: { x: 0.1, y: 0.1, z: 0.75 },
        scenes: [{ name: 'Scene 1', width: 40, height: 30 }],
      },
      channels: [
        { name: 'DAPI "blue" <1>', color: 0x0000ff, fluor: 'DAPI', excitationNm: 405, emissionNm: 460.5, exposureMs: 20 },
        { name: 'µ-Tubulin', color: null, display: { min: 10, max: 900.5, gamma: 0.8 } },
        { name: 'White', color: 0xffffff },
      ],
    });
    await write(of);
    await expectSame(of);
  });

  it.each(['0.4', '0.5'] as const)('with scenes of different sizes as series, version %s', async (version) => {
    const scenes = [
      { name: 'Left & right', width: 60, height: 30 },
      { name: 'Überblick', width: 1100, height: 20 },
      { name: 'Scene 3', width: 1, height: 1 },
    ];
    const of = image({ scenes, sizeZ: 2 });
    await write(of, version);
    await expectSame(of);
    expect(readFileSync(join(of.path, 'OME/METADATA.ome.xml'), 'utf8')).toMatch(
      /Name="Left &#x26; right".*SizeX="1100".*<MetadataOnly\/>/,
    );
  });

  it.each(['0.4', '0.5'] as const)('as a plate where all scenes have wells, version %s', async (version) => {
    const fields = ['B3', 'B3', 'C11', 'AA1'].map((well, i) => ({ name: `Position ${i + 1}`, width: 20 + i, height: 10, well }));
    const of = image({ scenes: fields });
    await write(of, version);
    await expectSame(of);
    expect(existsSync(join(of.path, 'B/3/1/0'))).toBe(true);
    const well = await openImage(join(of.path, 'B/3'));
    expect(well.info).toMatchObject({
      sizeScene: 2,
      scenes: [
        { well: 'B3', width: 20 },
        { well: 'B3', width: 21 },
      ],
    });
    await well.close();
  });

  it('as series where a well comes back later, so that the order stays', async () => {
    const scenes = ['B3', 'C1', 'B3'].map((well, i) => ({ name: `P${i}`, width: 9, height: 9, well }));
    const of = image({ scenes });
    await write(of);
    await expectSame(of);
    expect(existsSync(join(of.path, 'OME/METADATA.ome.xml'))).toBe(true);
  });

  it('as a colour image', async () => {
    const channels = ['Red', 'Green', 'Blue'].map((name, i) => ({ name, color: 0xff0000 >> (8 * i) }));
    const of = image({ pixelType: 'uint8', channels, rgb: true });
    await write(of);
    await expectSame(of);
  });
});

describe('its coarser levels', () => {
  it.each([
    ['mean', (a: number[]) => Math.floor((a[0]! + a[1]! + a[2]! + a[3]! + 2) / 4)],
    ['nearest', (a: number[]) => a[0]!],
  ] as const)('are halves of the one before by %s, whatever memory there is', async (coarsen, rule) => {
    const of = image({ coarsen, scenes: [{ name: 'Large', width: 1300, height: 590 }], sizeZ: 2 });
    const writer = await createOmeZarr(of, { memoryBytes: 0 });
    await writeAll(of, writer);
    await writer.finish();
    const file = await openImage(of.path);
    expect(file.info.levels).toEqual([
      { width: 1300, height: 590, downsample: 1 },
      { width: 650, height: 295, downsample: 2 },
      { width: 325, height: 148, downsample: 4 },
    ]);
    const plane = { scene: 0, z: 1, t: 0 };
    for (let level = 1; level < 3; level++) {
      const [fine, coarse] = await Promise.all(
        [level - 1, level].map((l) => {
          const { width, height } = file.info.levels[l]!;
          return file.read({ plane, level: l, rect: { x: 0, y: 0, width, height }, channels: [0] });
        }),
      );
      let wrong = 0;
      for (let y = 0; y < coarse!.height; y++) {
        for (let x = 0; x < coarse!.width; x++) {
          const [right, below] = [Math.min(2 * x + 1, fine!.width - 1), Math.min(2 * y + 1, fine!.height - 1)];
          const at = (column: number, row: number): number => fine!.data[row * fine!.width + column]!;
          const wanted = rule([at(2 * x, 2 * y), at(right, 2 * y), at(2 * x, below), at(right, below)]);
          if (coarse!.data[y * coarse!.width + x] !== wanted) wrong++;
        }
      }
      expect(wrong).toBe(0);
    }
    await file.close();
  });
});

describe('while it is written', () => {
  const small = { scenes: [{ name: 'S', width: 30, height: 20 }] };

  it('nothing stands in its place, and nothing is left of one that is abandoned', async () => {
    const of = image(small);
    const writer = await createOmeZarr(of);
    await writeAll(of, writer);
    expect(existsSync(of.path)).toBe(false);
    await writer.abandon();
    const again = await createOmeZarr(of);
    await again.abandon();
    expect(readdirSync(folder).filter((name) => name.includes('partial') || name.includes('.old'))).toEqual([]);
  });

  it('an older OME-Zarr stays until the new one is whole, then is gone', async () => {
    const of = image(small);
    await write(of);
    writeFileSync(join(of.path, 'left-over'), 'x');
    const newer = { ...of, scenes: [{ name: 'S', width: 31, height: 20 }] };
    const writer = await createOmeZarr(newer);
    await writeAll(newer, writer);
    await expectSame(of);
    await writer.finish();
    await expectSame(newer);
    expect(existsSync(join(of.path, 'left-over'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('other things in its place are never replaced', async () => {
    const of = image(small);
    mkdirSync(of.path);
    writeFileSync(join(of.path, 'thesis.txt'), 'years of work');
    await expect(createOmeZarr(of)).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringMatching(/other things in it/),
    });
    const file = image(small);
    writeFileSync(file.path, 'a file');
    await expect(createOmeZarr(file)).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringMatching(/is a file/),
    });
    expect(readFileSync(join(of.path, 'thesis.txt'), 'utf8')).toBe('years of work');
    const late = image(small);
    const writer = await createOmeZarr(late);
    await writeAll(late, writer);
    mkdirSync(late.path);
    writeFileSync(join(late.path, 'thesis.txt'), 'years of work');
    await expect(writer.finish()).rejects.toMatchObject({ kind: 'invalid-input' });
    await writer.abandon();
    expect(readdirSync(late.path)).toEqual(['thesis.txt']);
  });

  it('missing, surplus and wrong tiles are told', async () => {
    const of = image(small);
    const writer = await createOmeZarr(of);
    await expect(writer.write(new Uint16Array(5))).rejects.toThrow(/takes a tile of 1 × 20 × 30/);
    await writer.abandon();
    const short = await createOmeZarr({ ...of, sizeZ: 2 });
    await short.write(new Uint16Array(600));
    await expect(short.finish()).rejects.toThrow(/missing/);
    await short.abandon();
    const full = await createOmeZarr(of);
    await full.write(new Uint16Array(600));
    await expect(full.write(new Uint16Array(600))).rejects.toThrow(/complete/);
    await full.abandon();
    await expect(createOmeZarr({ ...of, path: join(folder, 'absent', 'x.ome.zarr') })).rejects.toMatchObject({
      kind: 'not-found',
    });
    await expect(createOmeZarr({ ...of, sizeT: 0 })).rejects.toMatchObject({ kind: 'invalid-input' });
  });

  it('chunks of zeros are not stored', async () => {
    const of = image({ scenes: [{ name: 'S', width: 1024, height: 512 }] });
    const writer = await createOmeZarr(of);
    await writer.write(new Uint16Array(512 * 512));
    await writer.write(new Uint16Array(512 * 512).fill(1));
    await writer.finish();
    expect(readdirSync(join(of.path, '0/c/0/0/0/0'))).toEqual(['1']);
  });
});
