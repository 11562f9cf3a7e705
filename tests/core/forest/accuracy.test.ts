import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { binRows } from '#core/forest/bin-rows.ts';
import { combineTrees } from '#core/forest/combine-trees.ts';
import { growTrees } from '#core/forest/grow-trees.ts';
import { walkForest } from '#core/forest/walk-forest.ts';

interface Expected {
  readonly trees: number;
  readonly seeds: number;
  readonly sets: readonly {
    readonly name: string;
    readonly features: number;
    readonly classes: number;
    readonly train: number;
    readonly test: number;
    readonly accuracy: readonly number[];
    readonly outOfBagAccuracy: readonly number[];
  }[];
}

const folder = new URL('../../golden/forest/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Expected;
const values = new Int16Array(Uint8Array.from(readFileSync(new URL('tables.bin', folder))).buffer);
const labels = Uint8Array.from(readFileSync(new URL('labels.bin', folder)));
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

describe('the mean of ten forests on data that scikit-learn saw too', () => {
  let value = 0;
  let row = 0;
  for (const set of expected.sets) {
    const { features, classes, train, test } = set;
    const rows = Float32Array.from(values.subarray(value, value + (train + test) * features), (v) => v / 64);
    const truth = labels.subarray(row, row + train + test);
    value += rows.length;
    row += truth.length;

    it(`is as often right, within one in a hundred: ${set.name}`, () => {
      const table = binRows(rows.subarray(0, train * features), features, truth.subarray(0, train), classes);
      const accuracy: number[] = [];
      const outOfBag: number[] = [];
      for (let seed = 0; seed < expected.seeds; seed++) {
        const { forest, report } = combineTrees(table, [growTrees(table, seed, 0, expected.trees)], []);
        let right = 0;
        for (let i = train; i < train + test; i++) {
          const p = walkForest(forest, rows.subarray(i * features, (i + 1) * features));
          if (p.indexOf(Math.max(...p)) === truth[i]) right++;
        }
        accuracy.push(right / test);
        outOfBag.push(1 - report.outOfBagError);
      }
      expect(Math.abs(mean(accuracy) - mean(set.accuracy))).toBeLessThanOrEqual(0.01);
      expect(Math.abs(mean(outOfBag) - mean(set.outOfBagAccuracy))).toBeLessThanOrEqual(0.015);
    });
  }
});
