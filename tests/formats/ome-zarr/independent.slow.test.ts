import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { allocatePixels, type PixelArray, type PixelType } from '#core/model/image.ts';
import { createOmeZarr } from '../../../main/formats/ome-zarr/write.ts';
import type { ResultImage } from '../../../main/services/ports.ts';

/** Debian's python3-zarr reads Zarr 2; the arrays of Zarr 3 hold the same chunks. */
const python = '/usr/bin/python3';
const available = spawnSync(python, ['-c', 'import zarr, numcodecs; assert zarr.__version__.startswith("2")']).status === 0;
if (!available) console.log('Skipped: python3-zarr 2.x is not installed (apt-get install python3-zarr).');

const folder = mkdtempSync(join(tmpdir(), 'grove-zarr-python-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Found {
  readonly arrays: Readonly<Record<string, { shape: number[]; dtype: string; sha256: string }>>;
  readonly groups: Readonly<Record<string, Record<string, unknown>>>;
}

/** What zarr-python finds in each of some folders. */
function readByPython(paths: readonly string[]): Found[] {
  const run = spawnSync(python, [fileURLToPath(new URL('check-with-zarr.py', import.meta.url)), ...paths], {
    maxBuffer: 2 ** 26,
  });
  expect(run.stderr.toString()).toBe('');
  return run.stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Found);
}

/** Writes an image of version 0.4 with samples that differ by plane and place; the hash is that of its array. */
async function written(
  image: Omit<ResultImage, 'path' | 'description' | 'coarsen'>,
  name: string,
): Promise<{ path: string; hash: string }> {
  const path = join(folder, `${name}.ome.zarr`);
  const writer = await createOmeZarr({ ...image, path, description: '', coarsen: 'nearest' }, { version: '0.4' });
  const planes: PixelArray[] = [];
  const { width, height } = image.scenes[0]!;
  const channels = image.channels.length;
  for (let plane = 0; plane < image.scenes.length * image.sizeT * image.sizeZ; plane++) {
    const pixels = allocatePixels(image.pixelType, channels * width * height).map(
      (_: number, i: number) => (i * 7 + plane * 11) % 120,
    ) as PixelArray;
    planes.push(pixels);
    for (let y = 0; y < height; y += writer.tileEdge) {
      for (let x = 0; x < width; x += writer.tileEdge) {
        const across = Math.min(writer.tileEdge, width - x);
        const down = Math.min(writer.tileEdge, height - y);
        const tile = allocatePixels(image.pixelType, channels * across * down);
        for (let i = 0; i < tile.length; i++) {
          const c = Math.floor(i / (across * down));
          const row = Math.floor((i % (across * down)) / across);
          tile[i] = pixels[c * width * height + (y + row) * width + x + (i % across)]!;
        }
        await writer.write(tile);
      }
    }
  }
  await writer.finish();
  // The arrays are t, c, z, y, x; planes came as t, z with all channels.
  const sha = createHash('sha256');
  const area = width * height;
  for (let t = 0; t < image.sizeT; t++) {
    for (let c = 0; c < channels; c++) {
      for (let z = 0; z < image.sizeZ; z++) {
        const { buffer, BYTES_PER_ELEMENT: bytes } = planes[t * image.sizeZ + z]!;
        sha.update(new Uint8Array(buffer, c * area * bytes, area * bytes));
      }
    }
  }
  return { path, hash: sha.digest('hex') };
}

describe.skipIf(!available)('zarr-python reads what Grove writes', () => {
  const types: PixelType[] = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'];
  it('of every pixel type, with z, t and channels, to the bit', async () => {
    const stores: { readonly path: string; readonly hash: string }[] = [];
    for (const pixelType of types) {
      const image = {
        ...{ scenes: [{ name: 'A', width: 90, height: 41 }], sizeZ: 2, sizeT: 3, pixelType, timeStepS: 2 },
        channels: [
          { name: 'a', color: null },
          { name: 'b', color: 0x00ff00 },
        ],
        pixelSizeUm: { x: 0.5, y: 0.25, z: 1.5 },
      };
      stores.push(await written(image, pixelType));
    }
    for (const [i, found] of readByPython(stores.map(({ path }) => path)).entries()) {
      expect(found.arrays).toEqual({ 0: { shape: [3, 2, 2, 41, 90], dtype: types[i], sha256: stores[i]!.hash } });
      const [multiscale] = found.groups['']!.multiscales as [{ version: string; datasets: unknown }];
      expect(multiscale.version).toBe('0.4');
      expect(multiscale.datasets).toEqual([
        { path: '0', coordinateTransformations: [{ type: 'scale', scale: [2, 1, 1.5, 0.25, 0.5] }] },
      ]);
    }
  });

  it('with coarser levels and tiles that are cut', async () => {
    const image = {
      ...{ scenes: [{ name: 'A', width: 1100, height: 600 }], sizeZ: 1, sizeT: 1, pixelType: 'uint16' as const },
      channels: [{ name: 'a', color: null }],
      pixelSizeUm: { x: null, y: null, z: null },
    };
    const { path, hash } = await written(image, 'levels');
    const found = readByPython([path])[0]!;
    expect(found.arrays['0']).toEqual({ shape: [1, 1, 1, 600, 1100], dtype: 'uint16', sha256: hash });
    expect(Object.values(found.arrays).map(({ shape }) => shape.slice(3))).toEqual([
      [600, 1100],
      [300, 550],
      [150, 275],
    ]);
  });

  it('as a plate', async () => {
    const image = {
      scenes: ['A1', 'A1', 'C12'].map((well) => ({ name: well, width: 20, height: 10, well })),
      ...{
        sizeZ: 1,
        sizeT: 1,
        pixelType: 'uint8' as const,
        channels: [{ name: 'a', color: null }],
        pixelSizeUm: { x: 1, y: 1, z: null },
      },
    };
    const found = readByPython([(await written(image, 'plate')).path])[0]!;
    expect(Object.keys(found.arrays)).toEqual(['A/1/0/0', 'A/1/1/0', 'C/12/0/0']);
    expect(found.groups['']!.plate).toMatchObject({
      ...{ rows: [{ name: 'A' }, { name: 'C' }], columns: [{ name: '1' }, { name: '12' }], field_count: 2 },
      wells: [
        { path: 'A/1', rowIndex: 0, columnIndex: 0 },
        { path: 'C/12', rowIndex: 1, columnIndex: 1 },
      ],
    });
  });
});
