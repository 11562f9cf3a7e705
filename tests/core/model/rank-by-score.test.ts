import { expect, it } from 'vitest';
import { rankByScore } from '../../../main/core/model/rank-by-score.ts';

const order = (...items: [score: number, cost: number][]): number[] =>
  rankByScore(items.map(([score, cost], i) => ({ score, cost, i }))).map(({ i }) => i);

it('puts the highest score first where it is clearly higher', () => {
  expect(order([0.7, 1], [0.9, 50], [0.8, 1])).toEqual([1, 2, 0]);
});

it('puts the cheapest first among scores that chance could have turned round', () => {
  expect(order([0.9, 50], [0.895, 2], [0.88, 1])).toEqual([1, 0, 2]);
});

it('does not let a cheap one overtake through a chain of small differences', () => {
  expect(order([0.9, 3], [0.893, 2], [0.886, 1])).toEqual([1, 0, 2]);
});

it('puts what has no score last', () => {
  expect(order([Number.NaN, 0], [0.1, 9])).toEqual([1, 0]);
});
