import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { allocatePixels, type PixelArray, type Rect } from '#core/model/image.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { openImage } from '../../main/formats/open-image.ts';
import type { ImageFile } from '../../main/services/ports.ts';
import { allPlanes, interleaved, readWhole, sha256 } from './read-all.ts';
import { seededNumbers } from './seeded-numbers.ts';

/** Files made and decoded by independent programs, with the hash of their pixels. */
const folder = fileURLToPath(new URL('../../../shared/data/images/', import.meta.url));
const available = existsSync(join(folder, 'other-formats.json'));
if (!available) console.log('Skipped: ../shared/data/images is absent.');

interface Expected {
  readonly sha256?: string;
  readonly sha256_allPages?: string;
  readonly sha256_libjpeg?: string;
  readonly levels?: readonly { readonly sha256: string }[];
}
const expected: Record<string, Expected> = available
  ? JSON.parse(readFileSync(join(folder, 'other-formats.json'), 'utf8')).files
  : {};
const hashOf = (name: string): string => expected[name]!.sha256!;

const opened: ImageFile[] = [];
afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
});
async function open(name: string): Promise<ImageFile> {
  const file = await openImage(join(folder, name));
  opened.push(file);
  return file;
}

describe.skipIf(!available)('files of other programs', () => {
  it.each([
    'tiff/gray16_lzw.tif',
    'tiff/gray16_zlib_pred_strips.tif',
    'tiff/gray16_float32.tif',
    'tiff/gray8_packbits.tif',
    'png-jpeg/gray8_cell.png',
    'png-jpeg/gray16.png',
    'tiff/rgb8_lzw.tif',
    'ome-tiff/rgb_pyramid_deflate.ome.tif',
    'png-jpeg/rgb8.png',
    'png-jpeg/palette4.png',
  ])('%s has exactly the expected pixels', async (name) => {
    const file = await open(name);
    expect(sha256([interleaved(await readWhole(file))])).toBe(hashOf(name));
  });

  it('reads a multi-page file as a z stack', async () => {
    const file = await open('tiff/stack_16bit_z5.tif');
    expect(file.info).toMatchObject({ sizeZ: 5, sizeT: 1, pixelType: 'uint16' });
    const planes = await Promise.all(allPlanes(file.info).map((plane) => readWhole(file, plane)));
    expect(sha256(planes.map(({ data }) => data))).toBe(hashOf('tiff/stack_16bit_z5.tif'));
  });

  it('reads a big-endian ImageJ hyperstack with its axes and pixel size', async () => {
    const file = await open('tiff/stack_16bit_imagej.tif');
    expect(file.info).toMatchObject({ sizeZ: 5, sizeT: 2, channels: [{}, {}] });
    expect(file.info.pixelSizeUm.x).toBeCloseTo(0.091, 6);
    expect(file.info.pixelSizeUm.z).toBe(0.32);
    // The expected order is t, z, c.
    const planes = await Promise.all(allPlanes(file.info).map((plane) => readWhole(file, plane)));
    expect(sha256(planes.map(({ data }) => data))).toBe(hashOf('tiff/stack_16bit_imagej.tif'));
  });

  it('reads every level of a five-dimensional OME-TIFF', async () => {
    const name = 'ome-tiff/pyramid_tczyx_u16_deflate.ome.tif';
    const file = await open(name);
    expect(file.info).toMatchObject({
      format: 'ome-tiff',
      sizeZ: 5,
      sizeT: 3,
      channels: [{ name: 'LED555' }, { name: 'LED470' }],
      pixelSizeUm: { x: 0.091, y: 0.091, z: 0.32 },
      levels: [
        { width: 240, height: 170, downsample: 1 },
        { width: 120, height: 85, downsample: 2 },
        { width: 60, height: 42, downsample: 4 },
      ],
      chunk: { width: 64, height: 64 },
    });
    for (const [level, { width, height }] of file.info.levels.entries()) {
      const parts: PixelArray[] = [];
      for (let t = 0; t < 3; t++) {
        for (const channels of [[0], [1]]) {
          for (let z = 0; z < 5; z++) {
            const rect = { x: 0, y: 0, width, height };
            parts.push((await file.read({ plane: { scene: 0, z, t }, level, rect, channels })).data);
          }
        }
      }
      expect(sha256(parts)).toBe(expected[name]!.levels![level]!.sha256);
    }
  });

  it.each(['ome-tiff/multi-channel.ome.tif', 'ome-tiff/fixture-multi-channel.ome.tif'])('%s: channels as pages', async (name) => {
    const file = await open(name);
    expect(file.info).toMatchObject({ pixelType: 'int8', channels: [{}, {}, {}], sizeZ: 1, sizeT: 1 });
    expect(sha256([(await readWhole(file)).data])).toBe(expected[name]!.sha256_allPages);
  });

  it.each([1, 2, 3, 4, 5])('shows the page of file %i of a set whose description is missing', async (n) => {
    const name = `ome-tiff/multifile-Z${n}.ome.tiff`;
    const file = await open(name);
    expect(file.info).toMatchObject({ sizeZ: 1, sizeT: 1 });
    expect(file.info.notes?.join()).toMatch(/Missing .* multifile\.companion\.ome/);
    expect(sha256([(await readWhole(file)).data])).toBe(expected[name]!.sha256_allPages);
  });

  it('decodes fax pages through libtiff', async () => {
    const file = await open('tiff/bilevel_g4.tif');
    // The hash is that of Pillow, which uses libtiff too.
    expect(sha256([(await readWhole(file)).data])).toBe('3dd36663028ef88c6775a1189a9474f3a9ffedcb5fb98b7dca2202067b0539e2');
  });

  // libjpeg and its descendants decode alike to the bit; these hashes are Pillow's (the third is not in the list of the fixtures).
  it.each([
    ['png-jpeg/gray8.jpg', () => expected['png-jpeg/gray8.jpg']!.sha256_libjpeg],
    ['png-jpeg/rgb8.jpg', () => expected['png-jpeg/rgb8.jpg']!.sha256_libjpeg],
    ['tiff/rgb8_jpeg.tif', () => 'a40896d9b7d5c5a7788c3b360b6a38b1fa77f56f3abf618f5a697424a258bde3'],
  ])('%s is decoded as libjpeg does', async (name, hash) => {
    expect(sha256([interleaved(await readWhole(await open(name)))])).toBe(hash());
  });

  it.each(Object.keys(expected).filter((name) => !name.includes('zarr')))(
    'reads regions of %s as cuts of the whole',
    async (name) => {
      const file = await open(name);
      const random = seededNumbers(name.length);
      const planes = allPlanes(file.info);
      const below = (n: number): number => Math.floor(random() * n);
      for (let i = 0; i < 12; i++) {
        const plane = planes[below(planes.length)]!;
        const level = below(file.info.levels.length);
        const { width, height } = file.info.levels[level]!;
        const x = below(width);
        const y = below(height);
        const rect: Rect = { x, y, width: 1 + below(width - x), height: 1 + below(height - y) };
        const channels = [below(file.info.channels.length), below(file.info.channels.length)];
        const whole = await readWhole(file, plane, level);
        const part = await file.read({ plane, level, rect, channels });
        const area = rect.width * rect.height;
        const cut = allocatePixels(file.info.pixelType, 2 * area);
        channels.forEach((channel, k) => {
          const from = channel * width * height + y * width + x;
          copyRegion(whole.data, from, width, cut, k * area, rect.width, rect.width, rect.height);
        });
        expect({ ...part, data: sha256([part.data]) }).toEqual({
          width: rect.width,
          height: rect.height,
          channels: 2,
          data: sha256([cut]),
        });
      }
    },
  );
});
