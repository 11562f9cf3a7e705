import { describe, expect, it } from 'vitest';
import { halvePlane } from '#core/raster/halve-plane.ts';

const whole = (data: Uint8Array | Float32Array | Int16Array, stride: number) => ({ data, offset: 0, stride });

describe('halving a plane', () => {
  it('takes the mean of 2 × 2 pixels, rounding half up', () => {
    const source = Uint8Array.of(...[0, 1, 10, 20], ...[2, 3, 30, 41]);
    const target = new Uint8Array(2);
    halvePlane(whole(source, 4), 4, 2, whole(target, 2));
    expect([...target]).toEqual([2, 25]);
  });

  it('counts the last row and column of an odd plane twice', () => {
    const source = Float32Array.of(...[1, 2, 3], ...[4, 5, 6], ...[7, 8, 9]);
    const target = new Float32Array(4);
    halvePlane(whole(source, 3), 3, 3, whole(target, 2));
    expect([...target]).toEqual([3, 4.5, 7.5, 9]);
  });

  it('stays within the views it was given', () => {
    const source = Int16Array.from({ length: 30 }, (_, i) => i);
    const target = new Int16Array(12).fill(-7);
    halvePlane({ data: source, offset: 6, stride: 5 }, 4, 4, { data: target, offset: 1, stride: 4 });
    expect([...target]).toEqual([-7, 9, 11, -7, -7, 19, 21, -7, -7, -7, -7, -7]);
  });
});
