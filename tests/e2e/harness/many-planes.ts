import type { SceneInfo } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { TEST_IMAGE, testImage } from '../../renderer/scripted-host.ts';

const FIELDS = 4;

/** Part of a plate of 96 wells, several fields of view in each. */
const scenes: readonly SceneInfo[] = Array.from({ length: 40 }, (_, well) =>
  Array.from({ length: FIELDS }, (__, field) => {
    const name = `${'BCDE'[Math.floor(well / 10)]}${(well % 10) + 2}`;
    return { name: `${name} field ${field + 1}`, width: 512, height: 512, levels: TEST_IMAGE.levels, well: name };
  }),
).flat();

export const PLATE_IMAGE: ImageRecord = testImage('plate', {
  info: { ...TEST_IMAGE, sizeScene: scenes.length, scenes, sizeZ: 12, sizeT: 30, timeStepS: 90 },
});

export const STACK_IMAGE: ImageRecord = testImage('stack', {
  info: {
    ...TEST_IMAGE,
    format: 'czi',
    sizeScene: 3,
    sizeZ: 100,
    sizeT: 1200,
    timeStepS: 0.5,
    scenes: ['ScanRegion0', 'ScanRegion1', 'A very long name of a tissue section on the slide'].map((name, i) => ({
      name,
      width: 512 - 64 * i,
      height: 512,
      levels: [{ width: 512 - 64 * i, height: 512, downsample: 1 }],
    })),
    channels: [
      { name: 'DAPI', color: 0x3f7fff, fluor: 'DAPI', excitationNm: 353, emissionNm: 465, exposureMs: 20 },
      { name: 'AF488', color: 0x3ddc84, fluor: 'Alexa Fluor 488', excitationNm: 493, emissionNm: 517, exposureMs: 150 },
    ],
    acquired: '2024-03-05T10:22:31.123Z',
    objective: { name: 'Plan-Apochromat 20x/0.8', magnification: 20, numericalAperture: 0.8, immersion: 'Air' },
    software: 'ZEN 3.3 (blue edition)',
    compression: ['Zstandard', 'none'],
    notes: ['The file is open-ended: the last 3 sub-blocks are cut off and shown black.'],
  },
});
