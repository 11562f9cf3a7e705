import { describe, expect, it } from 'vitest';
import { edgeBetween } from '#core/forest/bin-edges.ts';
import { binRows } from '#core/forest/bin-rows.ts';
import { randomStream } from '#core/forest/random.ts';

const edgesOf = (table: ReturnType<typeof binRows>, f: number): number[] => [
  ...table.edges.subarray(table.edgeStart[f], table.edgeStart[f + 1]),
];

describe('binRows', () => {
  it('gives every value its own bin, with edges midway', () => {
    const table = binRows(Float32Array.of(4, 1, 2, 4, -1), 1, Uint8Array.of(0, 1, 0, 1, 1), 2);
    expect(edgesOf(table, 0)).toEqual([0, 1.5, 3]);
    expect([...table.bins]).toEqual([3, 1, 2, 3, 0]);
    expect([...table.weights]).toEqual([1, 1, 1, 1, 1]);
  });

  it('merges equal rows of one class and keeps those of another apart', () => {
    const values = Float32Array.of(1, 5, 1, 5, 1, 5, 2, 5, 1, 5);
    const table = binRows(values, 2, Uint8Array.of(0, 0, 1, 0, 0), 2);
    expect(table.rows).toBe(3);
    expect([...table.labels]).toEqual([0, 1, 0]);
    expect([...table.weights]).toEqual([3, 1, 1]);
    expect([...table.bins]).toEqual([0, 0, 1, 0, 0, 0]);
    expect(edgesOf(table, 1)).toEqual([]);
  });

  it('never puts a value on the wrong side of an edge, however close values are', () => {
    const random = randomStream(3, 0);
    const next = (value: number): number => {
      const word = new Uint32Array(Float32Array.of(value).buffer);
      word[0]! += 1;
      return new Float32Array(word.buffer)[0]!;
    };
    for (let i = 0; i < 2000; i++) {
      const lower = Math.fround((random.nextWord() - 2 ** 31) * 2 ** (random.nextBelow(100) - 80));
      const upper = lower < 0 ? -next(-lower) : next(lower);
      const [a, b] = lower < upper ? [lower, upper] : [upper, lower];
      const edge = edgeBetween(a, b);
      expect(Math.fround(edge)).toBe(edge);
      expect(a <= edge && edge < b).toBe(true);
    }
    expect(edgeBetween(-3e38, 3e38)).toBe(0);
  });

  it('divides many values into 256 bins of about equal numbers, in the order of the values', () => {
    const random = randomStream(8, 0);
    const rows = 20_000;
    const values = Float32Array.from({ length: rows }, () => Math.exp(random.nextWord() / 2 ** 29) - 5);
    // A third of all values are one and the same.
    for (let i = 0; i < rows; i += 3) values[i] = 7;
    const labels = Uint8Array.from(values, (_, i) => i % 2);
    const table = binRows(values, 1, labels, 2);
    const edges = edgesOf(table, 0);
    expect(edges).toHaveLength(255);
    const counts = new Array<number>(256).fill(0);
    for (const value of values) counts[edges.filter((edge) => edge < value).length]!++;
    const merged = new Array<number>(256).fill(0);
    for (let r = 0; r < table.rows; r++) merged[table.bins[r]!]! += table.weights[r]!;
    expect(merged).toEqual(counts);
    const common = Math.max(...counts);
    expect(common).toBeGreaterThan(rows / 3 - 1);
    expect(Math.max(...counts.filter((count) => count !== common))).toBeLessThan((2 * rows) / 256);
  });

  it('refuses values that are not finite', () => {
    for (const bad of [Number.NaN, -Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => binRows(Float32Array.of(1, 2, bad, 3), 1, new Uint8Array(4), 1)).toThrow(/not finite/);
    }
  });
});
