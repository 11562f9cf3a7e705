import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allocatePixels, type ChannelInfo, type PixelArray, type PixelType, type PlaneIndex } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { openImage } from '../../main/formats/open-image.ts';
import type { ResultImage } from '../../main/services/ports.ts';
import { testFolder } from './in-folder.ts';
import { bytesOf, readWhole } from './read-all.ts';
import { seededNumbers } from './seeded-numbers.ts';
import { resultPlanes, writeOmeTiff } from './write-result.ts';

const folder = testFolder();
const TYPES: readonly PixelType[] = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'];
const RGB: readonly ChannelInfo[] = [
  { name: 'Red', color: 0xff0000 },
  { name: 'Green', color: 0x00ff00 },
  { name: 'Blue', color: 0x0000ff },
];

type Numbers = () => number;
const whole = (random: Numbers, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));

function randomImage(random: Numbers, pixelType: PixelType, rgb: boolean): ResultImage {
  const wells = random() < 0.5;
  const sizeT = whole(random, 1, 3);
  const channel = (c: number): ChannelInfo => ({
    name: `Channel <${c}> & µ`,
    color: random() < 0.5 ? null : whole(random, 0, 0xffffff),
    ...(random() < 0.5 && { fluor: 'Alexa "488"', excitationNm: whole(random, 350, 650), emissionNm: 400 + random() }),
    ...(random() < 0.5 && { exposureMs: whole(random, 1, 1000) }),
  });
  return {
    path: join(folder.path, `${pixelType}-${rgb}.ome.tif`),
    scenes: Array.from({ length: whole(random, 1, 3) }, (_, i) => ({
      name: `Field ${i}`,
      // Some need several tiles and coarser levels.
      width: random() < 0.4 ? whole(random, 513, 600) : whole(random, 1, 90),
      height: random() < 0.1 ? whole(random, 513, 530) : whole(random, 1, 40),
      ...(wells && { well: `${'ABCDEFGH'[i]}${whole(random, 1, 12)}` }),
    })),
    sizeZ: whole(random, 1, 3),
    sizeT,
    channels: rgb ? RGB : Array.from({ length: whole(random, 1, 3) }, (_, c) => channel(c)),
    ...(rgb && { rgb }),
    pixelType,
    pixelSizeUm: { x: 0.1 + random(), y: 0.1 + random(), z: random() < 0.5 ? null : 2 * random() + 0.1 },
    ...(sizeT > 1 && { timeStepS: 1 + random() }),
    coarsen: random() < 0.5 ? 'mean' : 'nearest',
    description: 'made for a test',
  };
}

function planePixels(image: ResultImage, { scene, z, t }: PlaneIndex): PixelArray {
  const random = seededNumbers(1000 * scene + 100 * t + z);
  const { width, height } = image.scenes[scene]!;
  const pixels = allocatePixels(image.pixelType, image.channels.length * width * height);
  const float = image.pixelType.startsWith('float');
  // Integers wrap, so that every value of the type appears.
  for (let i = 0; i < pixels.length; i++) pixels[i] = float ? 1e3 * random() - 500 : Math.floor(2 ** 33 * random());
  return pixels;
}

describe('an image written as OME-TIFF', () => {
  const cases = TYPES.flatMap((type, i) => [0, 1].map((k) => [type, k === 1, 2 * i + k] as const));
  it.each(cases)('of %s, as colours: %s, comes back as it was', async (type, rgb, seed) => {
    const random = seededNumbers(seed);
    for (let run = 0; run < (rgb ? 1 : 2); run++) {
      const image = randomImage(random, type, rgb);
      const big = random() < 0.3;
      const options = { pyramidFrom: 512, ...(big && { classicLimit: 0 }) };
      const planes = resultPlanes(image).map((plane) => planePixels(image, plane));
      let next = 0;
      await writeOmeTiff(image, () => planes[next++]!, options);
      const file = await openImage(image.path);
      const { info } = file;
      expect(info).toMatchObject({
        format: 'ome-tiff',
        ...{ sizeScene: image.scenes.length, sizeZ: image.sizeZ, sizeT: image.sizeT },
        ...{ rgb, pixelType: type, pixelSizeUm: image.pixelSizeUm, software: 'Grove', compression: ['Deflate'] },
      });
      expect(info.channels).toEqual(image.channels);
      expect(info.timeStepS).toBe(image.timeStepS);
      expect(info.notes).toBeUndefined();
      for (const [i, written] of image.scenes.entries()) {
        const { levels, ...scene } = sceneOf(info, i);
        expect(scene).toEqual(written);
        const large = Math.max(written.width, written.height) > 512;
        expect(levels.map(({ downsample }) => downsample)).toEqual(large ? [1, 2] : [1]);
      }
      for (const [i, plane] of resultPlanes(image).entries()) {
        const pixels = planes[i]!;
        const read = await readWhole(file, plane);
        expect(Buffer.compare(bytesOf(read.data), bytesOf(pixels))).toBe(0);
        if (sceneOf(info, plane.scene).levels.length > 1)
          expectHalf(image, plane, pixels, (await readWhole(file, plane, 1)).data);
      }
      await file.close();
    }
  });
});

/** Compares some pixels of a coarser level with the four below them. */
function expectHalf(image: ResultImage, { scene }: PlaneIndex, full: PixelArray, half: PixelArray): void {
  const { width, height } = image.scenes[scene]!;
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  let wrong = 0;
  for (let c = 0; c < image.channels.length; c++) {
    for (let y = 0; y < h; y += 5) {
      for (let x = 0; x < w; x += 7) {
        const at = (dx: number, dy: number): number =>
          full[(c * height + Math.min(height - 1, 2 * y + dy)) * width + Math.min(width - 1, 2 * x + dx)]!;
        const sum = at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1);
        const mean = image.pixelType === 'float32' ? Math.fround(sum / 4) : sum / 4;
        const expected =
          image.coarsen === 'nearest' ? at(0, 0) : image.pixelType.startsWith('float') ? mean : Math.floor((sum + 2) / 4);
        if (half[(c * h + y) * w + x] !== expected) wrong++;
      }
    }
  }
  expect(wrong).toBe(0);
}
