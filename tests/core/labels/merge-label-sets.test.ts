import { describe, expect, it } from 'vitest';
import { classNumbers } from '#core/labels/class-numbers.ts';
import { mergeLabelSets } from '#core/labels/merge-label-sets.ts';
import type { MergeRule } from '#core/model/label.ts';

function merged(rule: MergeRule, ...sets: readonly number[][]) {
  const out = new Uint8Array(sets[0]!.length);
  const counts = mergeLabelSets(
    sets.map((set) => Uint8Array.from(set)),
    rule,
    out,
  );
  return { out: [...out], ...counts };
}

// Columns: all agree, two to one, one each, two against two unlabelled, one alone, nobody.
const ANNA = [1, 1, 1, 2, 0, 0];
const BEN = [1, 1, 2, 2, 3, 0];
const CLEO = [1, 2, 3, 0, 0, 0];

describe('label sets of several people', () => {
  it('become the class with the most votes, nothing where two have as many', () => {
    expect(merged('majority', ANNA, BEN, CLEO)).toEqual({ out: [1, 1, 0, 2, 3, 0], disagreeing: 2, partly: 2, labelled: 4 });
    expect(merged('majority', [5, 0], [7, 7], [7, 5], [5, 0], [9, 0]).out).toEqual([0, 0]);
    expect(merged('majority', [5], [7], [9], [7]).out).toEqual([7]);
  });

  it('become the class of the first who labels a pixel', () => {
    expect(merged('first', ANNA, BEN, CLEO)).toEqual({ out: [1, 1, 1, 2, 3, 0], disagreeing: 2, partly: 2, labelled: 5 });
    expect(merged('first', CLEO, BEN, ANNA).out).toEqual([1, 2, 3, 2, 3, 0]);
  });

  it('become what all give', () => {
    expect(merged('agree', ANNA, BEN, CLEO)).toEqual({ out: [1, 0, 0, 0, 0, 0], disagreeing: 2, partly: 2, labelled: 1 });
  });

  it('stay as they are where there is one', () => {
    for (const rule of ['majority', 'first', 'agree'] as const) {
      expect(merged(rule, ANNA)).toEqual({ out: ANNA, disagreeing: 0, partly: 0, labelled: 4 });
    }
  });

  it('are counted as a naive count says, whatever they hold', () => {
    let state = 7;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state >>> 8) % below;
    };
    for (let round = 0; round < 40; round++) {
      const sets = Array.from({ length: 1 + next(6) }, () => Array.from({ length: 50 }, () => next(4)));
      const naive = Array.from({ length: 50 }, (_, i) => {
        const votes = sets.map((set) => set[i]!).filter((value) => value > 0);
        const classes = [...new Set(votes)];
        const count = (value: number): number => votes.filter((one) => one === value).length;
        const most = Math.max(0, ...classes.map(count));
        const winners = classes.filter((value) => count(value) === most);
        return { votes, classes, winner: winners.length === 1 ? winners[0]! : 0 };
      });
      const result = merged('majority', ...sets);
      expect(result.out).toEqual(naive.map(({ winner }) => winner));
      expect(result.disagreeing).toBe(naive.filter(({ classes }) => classes.length > 1).length);
      expect(result.partly).toBe(naive.filter(({ votes }) => votes.length > 0 && votes.length < sets.length).length);
      expect(merged('agree', ...sets).out).toEqual(
        naive.map(({ votes, classes }) => (classes.length === 1 && votes.length === sets.length ? classes[0]! : 0)),
      );
    }
  });
});

describe('class numbers', () => {
  it('are the samples, in whatever type, up to 255', () => {
    expect(classNumbers(Uint16Array.of(0, 3, 255))).toEqual({ numbers: Uint8Array.of(0, 3, 255), outside: null });
    expect(classNumbers(Int32Array.of(1, 256, -1))).toEqual({ numbers: Uint8Array.of(1, 0, 0), outside: 256 });
    expect(classNumbers(Int16Array.of(-1)).outside).toBe(-1);
  });
});
