import { describe, expect, it } from 'vitest';
import { blurPlane } from '#core/samples/blur-plane.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';

const SIZE = { width: 320, height: 256 };
const AREA = SIZE.width * SIZE.height;

describe('drawn nuclei', () => {
  const image = drawNuclei({ ...SIZE, seed: 1 });

  it('are the same for the same seed and others for another', () => {
    expect(drawNuclei({ ...SIZE, seed: 1 })).toEqual(image);
    for (const seed of [0, 2, 3, 2 ** 40]) {
      const other = drawNuclei({ ...SIZE, seed });
      const alike = other.truth.filter((value, i) => value === image.truth[i]).length;
      expect(alike / AREA).toBeLessThan(0.95);
      expect(other.pixels.length).toBe(2 * AREA);
    }
  });

  it('have a truth that says where they are', () => {
    expect(image.truth).toEqual(Uint8Array.from(image.nuclei, (n) => (n > 0 ? 2 : 1)));
    const share = image.truth.filter((value) => value === 2).length / AREA;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.35);
    expect(Math.max(...image.nuclei)).toBeGreaterThan(5);
  });

  it('are brighter than the background in the first channel, darker than their cells in the second', () => {
    const meanOf = (channel: number, where: (i: number) => boolean): number => {
      let sum = 0;
      let count = 0;
      for (let i = 0; i < AREA; i++) {
        if (!where(i)) continue;
        sum += image.pixels[channel * AREA + i]!;
        count++;
      }
      return sum / count;
    };
    const nucleus = (i: number): boolean => image.truth[i] === 2;
    const x = (i: number): number => i % SIZE.width;
    const near = (i: number): boolean =>
      !nucleus(i) && [-6, 6].some((d) => x(i) + d >= 0 && x(i) + d < SIZE.width && nucleus(i + d));
    expect(meanOf(0, nucleus)).toBeGreaterThan(1.5 * meanOf(0, (i) => !nucleus(i)));
    expect(meanOf(1, near)).toBeGreaterThan(meanOf(1, nucleus));
    expect(meanOf(1, near)).toBeGreaterThan(1.1 * meanOf(1, (i) => !nucleus(i)));
  });

  it('stay within 16 bits without being cut off', () => {
    const values = Array.from(image.pixels);
    expect(values.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(20_000);
    expect(values.reduce((least, value) => Math.min(least, value), 65_535)).toBeGreaterThan(200);
  });
});

describe('the blur of a lens', () => {
  it.each([1.15, 4, 11])('spreads a point of light with a standard deviation of %f and keeps its sum', (sigma) => {
    const edge = 121;
    const plane = new Float32Array(edge * edge);
    plane[60 * edge + 60] = 1000;
    blurPlane(plane, edge, edge, sigma);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < plane.length; i++) {
      sum += plane[i]!;
      squares += plane[i]! * ((i % edge) - 60) ** 2;
    }
    expect(sum).toBeCloseTo(1000, 1);
    expect(Math.sqrt(squares / sum) / sigma).toBeCloseTo(1, 3);
  });

  it('leaves an even plane even, up to its edges', () => {
    const plane = new Float32Array(50 * 30).fill(7);
    blurPlane(plane, 50, 30, 3.3);
    for (const value of plane) expect(value).toBeCloseTo(7, 4);
  });
});
