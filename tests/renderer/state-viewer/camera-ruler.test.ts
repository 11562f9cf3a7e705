import { describe, expect, it } from 'vitest';
import { rulerTicks } from '../../../renderer/state/camera-ruler.ts';

describe('the ruler', () => {
  it('puts every label where it belongs, at round values and far enough apart', () => {
    for (const [start, zoom, size] of [
      [-120, 0.4, 0.325],
      [8000.5, 12, 0.325],
      [0, 0.05, null],
      [33, 64, 0.1],
    ] as const) {
      const ticks = rulerTicks(start, 900, zoom, size);
      const labelled = ticks.filter(({ label }) => label !== null);
      expect(labelled.length).toBeGreaterThan(1);
      for (const { at, label } of labelled) {
        const pixel = start + at / zoom;
        expect(pixel * (size ?? 1)).toBeCloseTo(Number(label), 6);
      }
      const gaps = labelled.slice(1).map(({ at }, i) => at - labelled[i].at);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(70 - 1e-6);
      expect(Math.max(...gaps)).toBeLessThan(70 * 2.6);
      const step = Number(labelled[1].label) - Number(labelled[0].label);
      expect([1, 2, 5, 10]).toContain(Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9)));
      expect(ticks.every(({ at }) => at >= -1e-6 && at <= 900)).toBe(true);
    }
  });

  it('starts at zero at the edge of the image', () => {
    expect(rulerTicks(0, 100, 1, null)[0]).toEqual({ at: 0, label: '0' });
  });

  it('shows as many decimals as the step needs', () => {
    const labels = rulerTicks(0, 300, 640, 0.1)
      .map(({ label }) => label)
      .filter((label) => label !== null);
    expect(labels.slice(0, 3)).toEqual(['0.00', '0.02', '0.04']);
  });
});
