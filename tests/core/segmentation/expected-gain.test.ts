import { describe, expect, it } from 'vitest';
import { rankByGain } from '../../../main/core/segmentation/expected-gain.ts';

describe('the expected gain of labelling', () => {
  it('is uncertainty times novelty, by hand', () => {
    // Labelled at 0; places at 1, 2 and 3: their distances are 1, 2, 3 standard deviations, the median 2.
    const ranked = rankByGain({ rows: Float32Array.of(1, 2, 3), uncertainty: [0.9, 0.6, 0.1], labelled: Float32Array.of(0) }, 1);
    expect(ranked).toHaveLength(1);
    expect(ranked[0]!.index).toBe(0);
    expect(ranked[0]!.novelty).toBeCloseTo(1 / 3, 12);
    expect(ranked[0]!.gain).toBeCloseTo(0.3, 12);
  });

  it('prefers what is unlike the labels among equally uncertain places', () => {
    const ranked = rankByGain({ rows: Float32Array.of(0, 5, 1), uncertainty: [1, 1, 1], labelled: Float32Array.of(0, 0) }, 3);
    expect(ranked.map(({ index }) => index)).toEqual([1, 2, 0]);
    expect(ranked.at(-1)!.gain).toBe(0);
  });

  it('puts off what resembles a place that comes first', () => {
    const rows = Float32Array.of(10, 10.1, -6);
    const ranked = rankByGain({ rows, uncertainty: [1, 0.99, 0.7], labelled: Float32Array.of(0, 0.1) }, 3);
    expect(ranked.map(({ index }) => index)).toEqual([0, 2, 1]);
  });

  it('does not depend on the units of a feature, and passes over constant and endless ones', () => {
    const rows = [
      [1, 7, 0.2],
      [4, 7, 0.1],
      [2, 7, 0.9],
    ];
    const rank = (scale: number, constant: number): number[] =>
      rankByGain(
        {
          rows: Float32Array.from(rows.flatMap(([a, , c]) => [a! * scale, constant, c!])),
          uncertainty: [0.5, 0.5, 0.5],
          labelled: Float32Array.of(0, constant, 0),
        },
        3,
      ).map(({ index }) => index);
    expect(rank(1000, 7)).toEqual(rank(1, 7));
    expect(rank(1, Number.POSITIVE_INFINITY)).toEqual(rank(1, 7));
  });

  it('is the uncertainty where nothing is labelled', () => {
    const ranked = rankByGain({ rows: Float32Array.of(0, 1), uncertainty: [0.2, 0.8], labelled: new Float32Array(0) }, 1);
    expect(ranked).toEqual([{ index: 1, novelty: 1, gain: 0.8 }]);
    expect(rankByGain({ rows: new Float32Array(0), uncertainty: [], labelled: new Float32Array(0) }, 5)).toEqual([]);
  });
});
