import { describe, expect, it } from 'vitest';
import { fairShares, lowestRanks, type RankedPixels, rankOf, rankPixels } from '#core/forest/pixel-cap.ts';

const places = (count: number, from = 0): Uint16Array => Uint16Array.from({ length: count }, (_, i) => from + i);
const taken = (tiles: readonly RankedPixels[], wanted: number): Set<string> =>
  new Set(lowestRanks(tiles, wanted).flatMap((count, i) => [...tiles[i]!.order.subarray(0, count)].map((at) => `${i}:${at}`)));
const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

describe('fairShares', () => {
  it('leaves small classes whole and shares the rest equally', () => {
    expect(fairShares([10, 1000, 5, 1000], 415)).toEqual([10, 200, 5, 200]);
    expect(fairShares([10, 20], 415)).toEqual([10, 20]);
    expect(fairShares([1_000_000, 40_000, 30_000], 100_000)).toEqual([35_000, 35_000, 30_000]);
    expect(fairShares([0, 7], 4)).toEqual([0, 4]);
  });
});

describe('ranks', () => {
  it('are a permutation of the places of a tile, another one for another salt', () => {
    expect(new Set(Array.from({ length: 65_536 }, (_, at) => rankOf(at, 5))).size).toBe(65_536);
    const [one, other] = [rankPixels(places(500), 1), rankPixels(places(500), 2)];
    expect([...one.order].sort((a, b) => a - b)).toEqual([...places(500)]);
    expect([...one.order]).not.toEqual([...other.order]);
    const ranks = [...one.order].map((at) => rankOf(at, 1));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });
});

describe('lowestRanks', () => {
  const tiles = [
    rankPixels(places(40_000), 11),
    rankPixels(places(10_000, 77), 12),
    rankPixels(places(0), 13),
    rankPixels(places(3), 14),
  ];

  it('takes exactly as many as are wanted, or all there are', () => {
    for (const wanted of [0, 1, 2, 7, 500, 49_999, 50_002]) expect(total(lowestRanks(tiles, wanted))).toBe(wanted);
    expect(lowestRanks(tiles, 50_003)).toEqual([40_000, 10_000, 0, 3]);
    expect(lowestRanks(tiles, 90_000)).toEqual([40_000, 10_000, 0, 3]);
  });

  it('takes exactly as many where ranks are equal, from the first tiles', () => {
    const same = [rankPixels(places(100), 5), rankPixels(places(100), 5), rankPixels(places(100), 5)];
    expect(lowestRanks(same, 100)).toEqual([34, 33, 33]);
    expect(lowestRanks(same, 101)).toEqual([34, 34, 33]);
  });

  it('represents all painted places in proportion', () => {
    const [first, second] = lowestRanks(tiles, 5000);
    expect(first).toBeGreaterThan(3850);
    expect(first).toBeLessThan(4150);
    const halves = [...tiles[0]!.order.subarray(0, first)].filter((at) => at < 20_000).length;
    expect(halves / first!).toBeGreaterThan(0.47);
    expect(halves / first!).toBeLessThan(0.53);
    expect(first! + second!).toBeGreaterThan(4995);
  });

  it('takes nothing new from old tiles when more is painted elsewhere', () => {
    const before = taken(tiles, 5000);
    const after = taken([...tiles, rankPixels(places(800), 15)], 5000);
    const kept = [...after].filter((one) => !one.startsWith('4:'));
    expect(kept.every((one) => before.has(one))).toBe(true);
    expect(kept.length).toBeGreaterThan(4850);
  });
});
