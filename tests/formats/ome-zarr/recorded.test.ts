import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { PixelArray } from '#core/model/image.ts';
import { openImage } from '../../../main/formats/open-image.ts';
import { readWhole, sha256 } from '../read-all.ts';

/** Stores made by other programs, with the hashes of their pixels. */
const folder = fileURLToPath(new URL('../../../../shared/data/images/', import.meta.url));
const available = existsSync(join(folder, 'other-formats.json'));
if (!available) console.log('Skipped: ../shared/data/images is absent.');

interface Expected {
  readonly levels?: readonly { readonly sha256: string }[];
  readonly sha256_allPages?: string;
}
const expected: Record<string, Expected> = available
  ? JSON.parse(readFileSync(join(folder, 'other-formats.json'), 'utf8')).files
  : {};

describe.skipIf(!available)('stores of other programs', () => {
  it.each([
    ['cells_v04.ome.zarr', 'zlib'],
    ['cells_v05.ome.zarr', 'zstd'],
  ])('%s has the expected pixels at every level, and its metadata', async (name, compression) => {
    const file = await openImage(join(folder, 'ome-zarr', name));
    expect(file.info).toMatchObject({
      ...{ format: 'ome-zarr', sizeZ: 5, sizeT: 2, pixelType: 'uint16', compression: [compression], timeStepS: 1 },
      pixelSizeUm: { x: 0.091, y: 0.091, z: 0.32 },
      channels: [
        { name: 'LED555', color: 0xff0000, display: { min: 200, max: 12_000, gamma: 1 } },
        { name: 'LED470', color: 0x00ff00, display: { min: 200, max: 12_000, gamma: 1 } },
      ],
      levels: [
        { width: 240, height: 170, downsample: 1 },
        { width: 120, height: 85, downsample: 2 },
        { width: 60, height: 42, downsample: 4 },
      ],
      scenes: [{ name: 'cells' }],
      chunk: { width: 128, height: 128 },
    });
    for (const [level, { width, height }] of file.info.levels.entries()) {
      const parts: PixelArray[] = [];
      for (let t = 0; t < 2; t++) {
        for (const channels of [[0], [1]]) {
          for (let z = 0; z < 5; z++) {
            const rect = { x: 0, y: 0, width, height };
            parts.push((await file.read({ plane: { scene: 0, z, t }, level, rect, channels })).data);
          }
        }
      }
      expect(sha256(parts)).toBe(expected[`ome-zarr/${name}`]!.levels![level]!.sha256);
    }
    await file.close();
  });

  it.each(['', 'data.zarr', 'data.zarr/.zattrs'])('reads an old bioformats2raw store given as %j', async (inner) => {
    const file = await openImage(join(folder, 'ome-zarr/viv-bioformats-zarr', inner));
    expect(file.info).toMatchObject({
      ...{ pixelType: 'int8', channels: [{}, {}, {}], compression: ['Blosc lz4'], sizeScene: 1 },
      levels: [
        { width: 439, height: 167, downsample: 1 },
        { width: 219, height: 83, downsample: 2 },
      ],
    });
    expect(sha256([(await readWhole(file)).data])).toBe(expected['ome-tiff/multi-channel.ome.tif']!.sha256_allPages);
    await file.close();
  });
});
