import { describe, expect, it } from 'vitest';
import { groupedFolds, type PlanePixels } from '#core/evaluation/folds.ts';

const WIDTH = 1000;
const every = (step: number, image: number, plane: number): PlanePixels => ({
  ...{ image, plane, width: WIDTH },
  at: Array.from({ length: (WIDTH * 600) / step }, (_, i) => i * step),
});
const [HALO, COUNT] = [20, 4];

describe('grouped folds', () => {
  it('keep images together where there are several, and test every pixel once', () => {
    const planes = [every(997, 0, 0), every(1009, 0, 1), every(991, 1, 2), every(983, 2, 3)];
    const imageOf = planes.flatMap(({ image, at }) => Array.from({ length: at.length }, () => image));
    const { blockPx, folds } = groupedFolds(planes, { by: 'image', reach: HALO, count: COUNT, seed: 0 });
    expect([blockPx, folds.length]).toEqual([null, 3]);
    const tested = folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b);
    expect(tested).toEqual(imageOf.map((_, i) => i));
    for (const { train, test } of folds) {
      const images = new Set([...test].map((i) => imageOf[i]));
      expect([...train].some((i) => images.has(imageOf[i]))).toBe(false);
      expect(train.length + test.length).toBe(imageOf.length);
    }
  });

  it('keep blocks of one image so far apart that no feature sees across', () => {
    const planes = [every(397, 0, 0)];
    const { blockPx, folds } = groupedFolds(planes, { by: 'block', reach: HALO, count: COUNT, seed: 3 });
    expect([blockPx, folds.length]).toEqual([80, COUNT]);
    const { at } = planes[0]!;
    const place = (i: number) => [at[i]! % WIDTH, Math.floor(at[i]! / WIDTH)] as const;
    expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(Array.from(at, (_, i) => i));
    for (const { train, test } of folds) {
      expect(train.length).toBeGreaterThan(at.length / 4);
      let nearest = Number.POSITIVE_INFINITY;
      for (const i of train) {
        const [x, y] = place(i);
        for (const k of test) {
          const [u, v] = place(k);
          nearest = Math.min(nearest, Math.max(Math.abs(x - u), Math.abs(y - v)));
        }
      }
      expect(nearest).toBeGreaterThan(HALO);
    }
  });

  it('depend on the seed and on nothing else', () => {
    const planes = [every(397, 0, 0)];
    const tests = (seed: number) =>
      groupedFolds(planes, { by: 'block', reach: HALO, count: COUNT, seed }).folds.map(({ test }) => [...test]);
    expect(tests(5)).toEqual(tests(5));
    expect(tests(5)).not.toEqual(tests(6));
  });

  it('are none where all lies in one block', () => {
    const planes = [{ image: 0, plane: 0, width: WIDTH, at: [10, 11, 12, 1010] }];
    expect(groupedFolds(planes, { by: 'block', reach: HALO, count: COUNT, seed: 0 }).folds).toEqual([]);
  });
});
