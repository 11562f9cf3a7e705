import { describe, expect, it } from 'vitest';
import { randomStream } from '#core/forest/random.ts';

describe('randomStream', () => {
  it('repeats for the same seed and stream, and differs for others', () => {
    const words = (seed: number, stream: number): number[] => {
      const { nextWord } = randomStream(seed, stream);
      return Array.from({ length: 20 }, nextWord);
    };
    expect(words(1, 2)).toEqual(words(1, 2));
    const firsts = [words(1, 2), words(2, 1), words(0, 0), words(0, 3), words(-1, 0), words(2 ** 32, 0), words(2 ** 40, 0)];
    expect(new Set(firsts.map(String)).size).toBe(firsts.length);
  });

  it('is uniform in every bit and within every bound', () => {
    const { nextWord, nextBelow } = randomStream(9, 0);
    const bits = new Array<number>(32).fill(0);
    for (let i = 0; i < 20_000; i++) {
      const word = nextWord();
      for (let bit = 0; bit < 32; bit++) bits[bit]! += (word >>> bit) & 1;
    }
    for (const ones of bits) expect(Math.abs(ones - 10_000)).toBeLessThan(5 * Math.sqrt(5000));
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[nextBelow(7)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(10_000));
    expect(nextBelow(1)).toBe(0);
  });
});
