import { describe, expect, it } from 'vitest';
import { roundStep, scaleBar } from '../../../renderer/state/camera-scale-bar.ts';

describe('the scale bar', () => {
  it('steps 1, 2, 5 in every decade', () => {
    expect([0.011, 0.02, 0.19, 0.5, 0.99, 1, 1.99, 2, 4.9, 5, 9.9, 10, 420].map(roundStep)).toEqual([
      0.01, 0.02, 0.1, 0.5, 0.5, 1, 1, 2, 2, 5, 5, 10, 200,
    ]);
  });

  it('is as long on screen as its label says', () => {
    for (const [zoom, size] of [
      [1.46, 0.325],
      [0.06, 0.325],
      [40, 0.065],
      [3, 2],
    ] as const) {
      const { length, label } = scaleBar(zoom, size, 140);
      const [value, unit] = label.split(' ');
      const um = Number(value) * { nm: 1e-3, µm: 1, mm: 1e3, cm: 1e4 }[unit as 'nm'];
      expect((length / zoom) * size).toBeCloseTo(um, 6);
      expect(length).toBeLessThanOrEqual(140);
      expect(length).toBeGreaterThan(140 / 2.51);
    }
  });

  it('uses the unit that reads best', () => {
    expect(scaleBar(1.46, 0.325, 140).label).toBe('20 µm');
    expect(scaleBar(0.06, 0.325, 140).label).toBe('500 µm');
    expect(scaleBar(0.03, 0.325, 140).label).toBe('1 mm');
    expect(scaleBar(64, 0.2, 140).label).toBe('200 nm');
    expect(scaleBar(0.001, 0.325, 140).label).toBe('2 cm');
  });

  it('counts pixels where the size of a pixel is unknown', () => {
    expect(scaleBar(0.5, null, 140)).toEqual({ length: 100, label: '200 px' });
    expect(scaleBar(1000, null, 140)).toEqual({ length: 1000, label: '1 px' });
  });
});
