import { describe, expect, it } from 'vitest';
import { neighbourPlanes, scrubOf } from '../../../renderer/state/scrub.ts';
import { seededRandom } from './random.ts';

const SIZES = { scene: 3, z: 100, t: 10 };
const at = (z: number, t = 0, scene = 0) => ({ scene, z, t });
const zs = (planes: readonly { z: number }[]) => planes.map(({ z }) => z);

describe('the way the user goes through a stack', () => {
  it('is told by the axis that changed and by the sign', () => {
    expect(scrubOf(at(4), at(5), SIZES)).toEqual({ axis: 'z', step: 1 });
    expect(scrubOf(at(9), at(2), SIZES)).toEqual({ axis: 'z', step: -1 });
    expect(scrubOf(at(0, 3), at(0, 2), SIZES)).toEqual({ axis: 't', step: -1 });
    expect(scrubOf(at(0, 0, 0), at(0, 0, 1), SIZES)).toEqual({ axis: 'scene', step: 1 });
  });

  it('goes on in its direction from the last plane to the first', () => {
    expect(scrubOf(at(99), at(0), SIZES)).toEqual({ axis: 'z', step: 1 });
    expect(scrubOf(at(0), at(99), SIZES)).toEqual({ axis: 'z', step: -1 });
    expect(scrubOf(at(0), at(1), { ...SIZES, z: 2 })).toEqual({ axis: 'z', step: 1 });
  });

  it('is unknown after a jump along several axes, or none', () => {
    expect(scrubOf(at(4), at(5, 1), SIZES)).toBeNull();
    expect(scrubOf(at(4), at(4), SIZES)).toBeNull();
  });
});

describe('planes to be fetched ahead', () => {
  it('are the nearest, two ahead for each one behind', () => {
    expect(zs(neighbourPlanes(at(50), { axis: 'z', step: 1 }, SIZES, 9))).toEqual([51, 52, 49, 53, 54, 48, 55, 56, 47]);
    expect(zs(neighbourPlanes(at(50), { axis: 'z', step: -1 }, SIZES, 6))).toEqual([49, 48, 51, 47, 46, 52]);
  });

  it('are those behind where nothing is ahead', () => {
    expect(zs(neighbourPlanes(at(99), { axis: 'z', step: 1 }, SIZES, 3))).toEqual([98, 97, 96]);
    expect(zs(neighbourPlanes(at(98), { axis: 'z', step: 1 }, SIZES, 4))).toEqual([99, 97, 96, 95]);
    expect(neighbourPlanes(at(0), { axis: 'z', step: 1 }, { ...SIZES, z: 1 }, 9)).toEqual([]);
  });

  it('keep the other axes', () => {
    expect(neighbourPlanes(at(7, 3, 2), { axis: 't', step: 1 }, SIZES, 2)).toEqual([at(7, 4, 2), at(7, 5, 2)]);
  });

  it('are each once, within the image, and as many as there are', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 300; i++) {
      const size = 1 + Math.floor(random() * 12);
      const z = Math.floor(random() * size);
      const most = Math.floor(random() * 14);
      const planes = neighbourPlanes(at(z), { axis: 'z', step: random() < 0.5 ? 1 : -1 }, { ...SIZES, z: size }, most);
      expect(planes).toHaveLength(Math.min(most, size - 1));
      expect(new Set(zs(planes)).size).toBe(planes.length);
      expect(zs(planes).every((one) => one >= 0 && one < size && one !== z)).toBe(true);
    }
  });
});
