import { describe, expect, it } from 'vitest';
import { planBlend, rgbOf, SLOTS_PER_PASS } from '../../../renderer/state/tile-blend-plan.ts';

const channel = (color: number, visible = true) => ({ color, visible, min: 10, max: 200, gamma: 1 });
const base = { mode: 'blend', greyChannel: 0, channelsPerTexture: 64 } as const;

describe('the blend plan', () => {
  it('draws the visible channels of a usual image in one pass', () => {
    const display = [channel(0xff0000), channel(0x00ff00, false), channel(0x0000ff)];
    const [pass, ...more] = planBlend({ ...base, display, channels: 3 });
    expect(more).toEqual([]);
    expect(pass.slots.map(({ row, color }) => [row, color])).toEqual([
      [0, [1, 0, 0]],
      [2, [0, 0, 1]],
    ]);
  });

  it('shows one channel in white in grey mode, also a hidden one', () => {
    const display = [channel(0xff0000), channel(0x00ff00, false)];
    const passes = planBlend({ ...base, display, channels: 2, mode: 'grey', greyChannel: 1 });
    expect(passes).toEqual([{ texture: 0, slots: [{ row: 1, min: 10, max: 200, gamma: 1, color: [1, 1, 1] }] }]);
  });

  it('takes as many passes as there are textures and slots, and leaves no channel out', () => {
    const display = Array.from({ length: 100 }, () => channel(0xffffff));
    const passes = planBlend({ ...base, display, channels: 100, channelsPerTexture: 40 });
    const drawn = passes.flatMap(({ texture, slots }) => slots.map(({ row }) => texture * 40 + row));
    expect(drawn).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(passes.every(({ slots }) => slots.length <= SLOTS_PER_PASS)).toBe(true);
    expect(passes.length).toBe(3 + 3 + 2);
  });

  it('still covers the ground when nothing is visible', () => {
    expect(planBlend({ ...base, display: [channel(0, false)], channels: 1 })).toEqual([{ texture: 0, slots: [] }]);
  });

  it('splits colours', () => {
    expect(rgbOf(0xff8000)).toEqual([1, 128 / 255, 0]);
  });
});
