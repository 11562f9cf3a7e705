import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImageInfo } from '#core/model/image.ts';
import { openImage } from '../../../main/formats/open-image.ts';

const FOLDER = resolve('../shared/data/images/czi');
const haveFiles = existsSync(FOLDER);
if (!haveFiles) console.warn(`Skipped: the metadata of real CZI files need ${FOLDER}.`);

async function infoOf(name: string): Promise<ImageInfo> {
  const image = await openImage(`${FOLDER}/${name}.czi`);
  await image.close();
  return image.info;
}

/** Values read from the XML of the files by hand. */
describe.skipIf(!haveFiles)('metadata of real CZI files', () => {
  it('a stack over time with two fluorescence channels', async () => {
    const info = await infoOf('real-apache2/CellDivision_T3_Z5_CH2_X240_Y170');
    expect(info).toMatchObject({
      ...{ format: 'czi', width: 240, height: 170, sizeScene: 1, sizeZ: 5, sizeT: 3, pixelType: 'uint16', rgb: false },
      acquired: '2016-02-12T09:41:02.491Z',
      compression: ['none'],
      objective: { name: 'Plan-Apochromat 50x/1.2', magnification: 50, numericalAperture: 1.2, immersion: 'Water' },
    });
    expect(info.channels.map(({ name, color }) => [name, color])).toEqual([
      ['LED555', 0xff7e00],
      ['LED470', 0x00ff33],
    ]);
    expect(info.pixelSizeUm.x).toBeCloseTo(0.0905766741522, 10);
    expect(info.pixelSizeUm.z).toBeCloseTo(0.32, 10);
    expect(info.timeStepS).toBeCloseTo(59.995, 2);
  });

  it('wells of a plate, far apart, each of its own size', async () => {
    const { scenes, width, height, levels } = await infoOf('real-gpl3/WellD6-7_S2');
    expect(scenes!.map(({ name, well }) => [name, well])).toEqual([
      ['D6', 'D6'],
      ['D7', 'D7'],
    ]);
    expect([width, height]).toEqual([544, 440]);
    expect(levels.map((level) => level.width)).toEqual([544, 272]);
  });

  it('scenes of different size', async () => {
    const { scenes } = await infoOf('real-gpl3/S3_1Pos_2Mosaic_T1_Z1_CH1');
    expect(scenes!.map(({ width, height }) => [width, height])).toEqual([
      [295, 122],
      [64, 64],
      [352, 237],
    ]);
  });

  it('phases become scenes, with a note', async () => {
    const { sizeScene, scenes, notes, channels } = await infoOf('real-gpl3/LSM880_AiryScan');
    expect(sizeScene).toBe(32);
    expect(scenes![1]!.name).toBe('Scene 1, phase 2');
    expect(channels).toHaveLength(8);
    expect(notes).toEqual(['Each place on the axes H is shown as a scene of its own.']);
  });

  it('one colour channel is red, green and blue; several are told apart by their names', async () => {
    const one = await infoOf('real-gpl3/RGB-8bit');
    expect([one.rgb, one.channels.map(({ name }) => name)]).toEqual([true, ['Red', 'Green', 'Blue']]);
    const several = await infoOf('real-gpl3/RGB-multichannel');
    expect([several.rgb, several.channels.slice(2, 5).map(({ name }) => name)]).toEqual([
      false,
      ['Bright blue', 'Pol_0 red', 'Pol_0 green'],
    ]);
  });

  it('channels of different pixel types share the widest', async () => {
    const { pixelType, channels } = await infoOf('synthetic/mixed_channel_types');
    expect([pixelType, channels.length]).toEqual(['uint16', 5]);
  });
});
