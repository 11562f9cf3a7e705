import { describe, expect, it } from 'vitest';
import { axisText } from '../../renderer/panels/bottom-bar/axis-text.ts';
import { kindOfPath, withEnding, withKind } from '../../renderer/panels/dialogs/file-kind.tsx';
import { duration, micrometres } from '../../renderer/panels/formats.ts';
import { channelFacts, imageFacts, objectiveText } from '../../renderer/panels/images/image-facts.ts';
import { sceneSizes } from '../../renderer/panels/images/scene-sizes.ts';
import { TEST_IMAGE } from './scripted-host.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const scene = (name: string, width: number, well?: string) => ({
  name,
  width,
  height: 100,
  levels: [{ width, height: 100, downsample: 1 }],
  ...(well !== undefined && { well }),
});

describe('what a place of an axis means', () => {
  const info = { ...TEST_IMAGE, pixelSizeUm: { x: 0.5, y: 0.5, z: 0.25 }, timeStepS: 90 };

  it('is told in real units, or not at all', () => {
    expect(plain(axisText('z', 3, info, scene('one', 8)))).toBe('0.75 µm');
    expect(plain(axisText('t', 41, info, scene('one', 8)))).toBe('1:01:30 h');
    expect(axisText('z', 3, { ...info, pixelSizeUm: { x: null, y: null, z: null } }, scene('one', 8))).toBe('');
    expect(axisText('t', 3, TEST_IMAGE, scene('one', 8))).toBe('');
  });

  it('is the name of a scene, with its well unless the name says it', () => {
    expect(axisText('scene', 0, info, scene('P1', 8, 'B3'))).toBe('B3 · P1');
    expect(axisText('scene', 0, info, scene('B3-P1', 8, 'B3'))).toBe('B3-P1');
  });
});

describe('numbers with units', () => {
  it('change the unit where numbers grow long', () => {
    expect([0, 12.5, 999.994, 1250].map((um) => plain(micrometres(um)))).toEqual(['0 µm', '12.5 µm', '999.99 µm', '1.25 mm']);
    const times = [0, 59, 60, 3599, 3600].map((s) => plain(duration(s, 1)));
    expect(times).toEqual(['0 s', '59 s', '1:00 min', '59:59 min', '1:00:00 h']);
    expect([duration(1.25, 0.25), duration(0.03, 0.01)].map(plain)).toEqual(['1.3 s', '0.030 s']);
    expect([duration(0, 59.995), duration(59.995, 59.995)].map(plain)).toEqual(['0 s', '1:00 min']);
  });
});

describe('what a file says of itself', () => {
  it('is listed, and what it leaves out is left out', () => {
    const names = imageFacts(TEST_IMAGE).map(([name]) => name);
    expect(names).toEqual(['Format', 'Pixels', 'Pixel size', 'Scenes · Z · T', 'Z step']);
    const facts = new Map(
      imageFacts({
        ...TEST_IMAGE,
        compression: ['none', 'Zstandard'],
        acquired: 'long ago',
        software: 'ZEN',
        sizeT: 2,
        timeStepS: 2,
      }),
    );
    expect(facts.get('Compression')).toBe('none, Zstandard');
    expect(facts.get('Acquired')).toBe('long ago');
    expect(plain(facts.get('Time step')!)).toBe('2 s');
  });

  it('names the light of a channel and the objective without saying anything twice', () => {
    const channel = {
      name: 'AF488',
      color: null,
      fluor: 'Alexa Fluor 488',
      excitationNm: 493.4,
      emissionNm: 517,
      exposureMs: 150,
    };
    expect(channelFacts(channel)).toBe('Alexa Fluor 488, 493 → 517 nm, 150 ms');
    expect(channelFacts({ name: 'a', color: null, emissionNm: 465 })).toBe('emits at 465 nm');
    expect(channelFacts({ name: 'a', color: null })).toBe('');
    const objective = { name: 'Plan-Apochromat 20x/0.8', magnification: 20, numericalAperture: 0.8, immersion: 'Air' };
    expect(objectiveText(objective)).toBe('Plan-Apochromat 20x/0.8 · Air');
    expect(objectiveText({ magnification: 63, numericalAperture: 1.4000000000000001 })).toBe('63× · NA 1.4');
  });

  it('gives the sizes of scenes from the smallest to the largest', () => {
    const scenes = [scene('one', 300), scene('two', 100), scene('three', 200)];
    expect(sceneSizes({ ...TEST_IMAGE, sizeScene: 3, scenes })).toBe('100 × 100 … 300 × 100');
    expect(sceneSizes({ ...TEST_IMAGE, sizeScene: 4 })).toBe('512 × 512');
  });
});

describe('the ending of a path', () => {
  it('tells what is written, and is changed with it', () => {
    expect(['a.tif', 'a.ome.zarr', 'A.PNG', 'a'].map(kindOfPath)).toEqual(['tiff', 'zarr', 'png', 'tiff']);
    expect(withKind('/d/a.ome.tif', 'zarr')).toBe('/d/a.ome.zarr');
    expect(withKind('/d/a.b.png ', 'tiff')).toBe('/d/a.b.ome.tif');
    expect(withKind('/d.tif/a', 'png')).toBe('/d.tif/a.png');
    expect(withEnding('/d/a', 'zarr')).toBe('/d/a.ome.zarr');
    expect(withEnding('/d/a.tiff', 'zarr')).toBe('/d/a.tiff');
  });
});
