import { describe, expect, it } from 'vitest';
import { sampleRange } from '#core/raster/sample-range.ts';

describe('the range of samples', () => {
  it('is exact for integers, percentiles included', () => {
    const ramp = Uint16Array.from({ length: 10_000 }, (_, i) => 100 + i);
    const range = sampleRange([ramp.subarray(0, 6000), ramp.subarray(6000)]);
    expect(range).toMatchObject({ min: 100, max: 10_099, low: 109, high: 10_089 });
    expect(range.histogram).toHaveLength(256);
    expect(range.histogram.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  });

  it('is within a bin of 1/65536 for floating-point values and leaves out what is not finite', () => {
    const values = Float32Array.from({ length: 100_000 }, (_, i) => Math.fround(i / 100_000 - 0.5));
    const range = sampleRange([values, Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY)]);
    expect(range.min).toBe(-0.5);
    expect(range.low).toBeGreaterThanOrEqual(-0.4991);
    expect(range.low).toBeLessThan(-0.4989 + 2 / 65_536);
    expect(range.high).toBeCloseTo(0.499, 4);
    expect(range.histogram.reduce((sum, count) => sum + count, 0)).toBe(100_000);
  });

  it('of one value is that value', () => {
    expect(sampleRange([new Uint8Array(50).fill(7)])).toMatchObject({ min: 7, max: 7, low: 7, high: 7 });
    expect(sampleRange([new Float32Array(50).fill(0.1)])).toMatchObject({
      min: Math.fround(0.1),
      low: Math.fround(0.1),
      high: Math.fround(0.1),
    });
  });

  it('of nothing is 0 … 0', () => {
    expect(sampleRange([Float32Array.of(Number.NaN)])).toMatchObject({ min: 0, max: 0, low: 0, high: 0 });
  });
});
