import { describe, expect, it } from 'vitest';
import { scaleBack, seenRect } from '#core/network/scale-back.ts';
import { axisTaps, scaledSize, tapsExtent } from '#core/raster/resample-axis.ts';

const apply = (values: readonly number[], wanted: number, from = 0, count = wanted): number[] => {
  const { first, shares } = axisTaps(values.length, wanted, from, count);
  return shares.map((parts, i) => parts.reduce((sum, share, k) => sum + share * values[first[i]! + k]!, 0));
};

describe('axisTaps', () => {
  it('takes means by area where an axis shrinks', () => {
    expect(apply([1, 3, 5, 7], 2)).toEqual([2, 6]);
    const thirds = apply([0, 3, 6], 2);
    expect(thirds[0]).toBeCloseTo((0 + 0.5 * 3) / 1.5, 12);
    expect(thirds[1]).toBeCloseTo((0.5 * 3 + 6) / 1.5, 12);
  });

  it('interpolates between centres where it grows, and repeats the edges', () => {
    expect(apply([0, 4], 4)).toEqual([0, 1, 3, 4]);
    expect(apply([5], 3)).toEqual([5, 5, 5]);
    expect(apply([1, 2, 3], 3)).toEqual([1, 2, 3]);
  });

  it('gives the same samples whatever part is asked for, and shares that sum to 1', () => {
    const values = Array.from({ length: 37 }, (_, i) => Math.sin(i));
    for (const wanted of [5, 36, 37, 38, 111]) {
      const all = apply(values, wanted);
      for (let from = 0; from < wanted; from += 7) {
        const count = Math.min(5, wanted - from);
        expect(apply(values, wanted, from, count)).toEqual(all.slice(from, from + count));
        const { shares, first } = axisTaps(37, wanted, from, count);
        for (const parts of shares) expect(parts.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        const extent = tapsExtent({ first, shares });
        expect(extent.from).toBeGreaterThanOrEqual(0);
        expect(extent.from + extent.count).toBeLessThanOrEqual(37);
      }
    }
  });
});

describe('scaleBack', () => {
  it('gives each pixel the answer under its centre, the same for any part', () => {
    const scale = { x: 0.4, y: 1.7 };
    const size = { width: 23, height: 11 };
    const seen = { width: scaledSize(size.width, scale.x), height: scaledSize(size.height, scale.y) };
    const answerFor = (rect: { x: number; y: number; width: number; height: number }) => {
      const part = seenRect(rect, scale, seen);
      const area = part.width * part.height;
      const value = (i: number) => (part.y + Math.floor(i / part.width)) * 100 + part.x + (i % part.width);
      const labels = Uint8Array.from({ length: area }, (_, i) => value(i) % 251);
      const probabilities = Float32Array.from({ length: 2 * area }, (_, i) => value(i % area) + Math.floor(i / area) / 2);
      return scaleBack({ rect: part, labels, confidence: labels, probabilities }, rect, scale, seen);
    };
    const whole = answerFor({ x: 0, y: 0, ...size });
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const sx = Math.min(seen.width - 1, Math.floor((x + 0.5) * scale.x));
        const sy = Math.min(seen.height - 1, Math.floor((y + 0.5) * scale.y));
        expect(whole.labels[y * size.width + x]).toBe((sy * 100 + sx) % 251);
      }
    }
    const part = answerFor({ x: 7, y: 3, width: 9, height: 5 });
    for (let i = 0; i < 45; i++) {
      const at = (3 + Math.floor(i / 9)) * size.width + 7 + (i % 9);
      expect(part.labels[i]).toBe(whole.labels[at]);
      expect(part.probabilities![45 + i]).toBe(whole.probabilities![size.width * size.height + at]);
    }
  });
});
