import { describe, expect, it } from 'vitest';
import { createStratifiedCap, fairShares, PIXEL_CAP } from '#core/forest/stratified-cap.ts';

/** Places 0 … count - 1 of one class that the cap takes. */
function takenOf(count: number, cap: number, seed: number): number[] {
  const { takes } = createStratifiedCap([count], seed, cap);
  return Array.from({ length: count }, (_, i) => i).filter(() => takes(0));
}

describe('fairShares', () => {
  it('leaves small classes whole and shares the rest equally', () => {
    expect(fairShares([10, 1000, 5, 1000], 415)).toEqual([10, 200, 5, 200]);
    expect(fairShares([10, 20], 415)).toEqual([10, 20]);
    expect(fairShares([1_000_000, 40_000, 30_000], 100_000)).toEqual([35_000, 35_000, 30_000]);
    expect(fairShares([0, 7], 4)).toEqual([0, 4]);
  });
});

describe('createStratifiedCap', () => {
  it('takes everything under the cap', () => {
    expect(takenOf(1000, 1000, 0)).toHaveLength(1000);
    expect(createStratifiedCap([3, 4], 0).used).toEqual([3, 4]);
    expect(createStratifiedCap([3, 4], 0).cap).toBe(PIXEL_CAP);
  });

  it('takes one of every stretch, so that all places are represented', () => {
    const taken = takenOf(10_007, 500, 3);
    expect(taken).toHaveLength(500);
    for (const [i, place] of taken.entries()) {
      expect(place).toBeGreaterThanOrEqual(Math.floor((i * 10_007) / 500));
      expect(place).toBeLessThan(Math.floor(((i + 1) * 10_007) / 500));
    }
    // Not always the same place of a stretch.
    expect(new Set(taken.map((place, i) => place - Math.floor((i * 10_007) / 500))).size).toBeGreaterThan(15);
  });

  it('takes exactly what it says, whatever the order of classes', () => {
    const cap = createStratifiedCap([5000, 300, 0, 70], 11, 600);
    const counts = [0, 0, 0, 0];
    const left = [5000, 300, 0, 70];
    for (let i = 0; left.some((n) => n > 0); i++) {
      const k = [0, 1, 0, 3, 0][i % 5]!;
      if (left[k]! === 0) continue;
      left[k]!--;
      if (cap.takes(k)) counts[k]!++;
    }
    expect(counts).toEqual(cap.used);
    expect(cap.used).toEqual([265, 265, 0, 70]);
  });

  it('depends on the seed and on nothing else', () => {
    expect(takenOf(5000, 100, 4)).toEqual(takenOf(5000, 100, 4));
    expect(takenOf(5000, 100, 4)).not.toEqual(takenOf(5000, 100, 5));
  });
});
