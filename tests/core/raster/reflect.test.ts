import { expect, test } from 'vitest';
import { haloRect } from '#core/raster/halo-rect.ts';
import { reflect } from '#core/raster/reflect.ts';

test('mirror borders repeat the edge: c b a | a b c | c b a', () => {
  expect([-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].map((i) => reflect(i, 3))).toEqual([2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0]);
});

test('a single pixel reflects to itself however far away', () => {
  expect([-100, -1, 0, 1, 77].map((i) => reflect(i, 1))).toEqual([0, 0, 0, 0, 0]);
});

test('the halo is clipped to the image', () => {
  expect(haloRect({ x: 10, y: 0, width: 20, height: 5 }, 12, 100, 10)).toEqual({ x: 0, y: 0, width: 42, height: 10 });
  expect(haloRect({ x: 50, y: 50, width: 10, height: 10 }, 5, 100, 100)).toEqual({ x: 45, y: 45, width: 20, height: 20 });
});
