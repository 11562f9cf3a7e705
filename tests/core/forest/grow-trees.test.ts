import { describe, expect, it } from 'vitest';
import { binRows } from '#core/forest/bin-rows.ts';
import { checkForest } from '#core/forest/check-forest.ts';
import { combineTrees } from '#core/forest/combine-trees.ts';
import { drawBootstrap, rowOfEachPixel } from '#core/forest/draw-bootstrap.ts';
import { growTrees } from '#core/forest/grow-trees.ts';
import { randomStream } from '#core/forest/random.ts';
import type { TrainingTable } from '#core/forest/training-table.ts';
import { walkForest } from '#core/forest/walk-forest.ts';
import { type Forest, LEAF } from '#core/model/forest.ts';
import { growNaively, type NaiveTree } from './naive-tree.ts';

/** Rows of whole numbers whose class follows the first columns with some noise. */
function sampleTable(seed: number, rows: number, features: number, classes: number, levels = 40): TrainingTable {
  const random = randomStream(seed, 9);
  const values = Float32Array.from({ length: rows * features }, () => random.nextBelow(levels));
  const labels = Uint8Array.from({ length: rows }, (_, r) => {
    const sum = values[r * features]! + (features > 1 ? values[r * features + 1]! : 0) + random.nextBelow(levels >> 2);
    return Math.min(classes - 1, Math.floor((sum * classes) / (levels * Math.min(2, features) * 1.2)));
  });
  return binRows(values, features, labels, classes);
}

describe('growTrees', () => {
  it('cuts midway between two values that tell the classes apart', () => {
    const values = Float32Array.from({ length: 40 }, (_, i) => (i < 20 ? 1 : 4));
    const table = binRows(
      values,
      1,
      Uint8Array.from(values, (v) => (v > 2 ? 1 : 0)),
      2,
    );
    const { forest } = growTrees(table, 1, 0, 1);
    expect([...forest.feature]).toEqual([0, LEAF, LEAF]);
    expect(forest.threshold[0]).toBe(2.5);
    expect([...walkForest(forest, [2.5])]).toEqual([1, 0]);
    expect([...walkForest(forest, [2.6])]).toEqual([0, 1]);
  });

  it('cuts in the middle of a gap that a node has between its values', () => {
    // The node below sees only 0 and 10 of column 0, though other rows have values between them.
    const rows = [
      ...Array.from({ length: 30 }, () => [0, 0, 0]),
      ...Array.from({ length: 30 }, () => [10, 0, 1]),
      ...Array.from({ length: 9 }, (_, i) => [i + 1, 1, 2]),
    ];
    const values = Float32Array.from(rows.flatMap(([a, b]) => [a!, b!]));
    const table = binRows(
      values,
      2,
      Uint8Array.from(rows, (row) => row[2]!),
      3,
    );
    const { forest } = growTrees(table, 4, 0, 20);
    const cuts = new Set<number>();
    for (let i = 0; i < forest.feature.length; i++) {
      const childrenAreLeaves = forest.feature[i] === 0 && forest.feature[forest.left[i]!] === LEAF;
      if (!childrenAreLeaves || forest.feature[forest.left[i]! + 1] !== LEAF) continue;
      if (forest.left[forest.left[i]!] === 0 && forest.left[forest.left[i]! + 1] === 1) cuts.add(forest.threshold[i]!);
    }
    expect([...cuts].every((cut) => cut === 4.5 || cut === 5.5)).toBe(true);
    expect(cuts.size).toBeGreaterThan(0);
  });

  it('looks past the drawn features while none of them can split', () => {
    const features = 30;
    const values = new Float32Array(50 * features);
    for (let r = 0; r < 50; r++) values[r * features + 17] = r;
    const table = binRows(
      values,
      features,
      Uint8Array.from({ length: 50 }, (_, r) => (r < 25 ? 0 : 1)),
      2,
    );
    const { forest } = growTrees(table, 0, 0, 10);
    const used = [...forest.feature].filter((f) => f !== LEAF);
    expect(used).toHaveLength(10);
    expect(new Set(used)).toEqual(new Set([17]));
  });

  it('keeps class fractions where rows cannot be told apart, by drawn pixels', () => {
    const labels = Uint8Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? 0 : 1));
    const table = binRows(new Float32Array(90), 1, labels, 2);
    expect(table.rows).toBe(2);
    const { drawn } = drawBootstrap(rowOfEachPixel(table), table.weights, randomStream(5, 0));
    expect(drawn[0]! + drawn[1]!).toBe(90);
    const { forest } = growTrees(table, 5, 0, 1);
    expect(forest.feature.length).toBe(1);
    expect(walkForest(forest, [0])).toEqual(Float32Array.of(drawn[0]! / 90, drawn[1]! / 90));
  });

  it('finds the splits that trying all of them finds', () => {
    for (let seed = 0; seed < 8; seed++) {
      const table = sampleTable(seed, 150, 1, 2 + (seed % 3), 30);
      const { forest } = growTrees(table, seed, 2, 1);
      const { drawn } = drawBootstrap(rowOfEachPixel(table), table.weights, randomStream(seed, 2));
      const same = (tree: NaiveTree, node: number): void => {
        if ('leaf' in tree) {
          expect(forest.feature[node]).toBe(LEAF);
          const row = forest.left[node]! * table.classes;
          expect([...forest.leafFractions.subarray(row, row + table.classes)]).toEqual(tree.leaf.map(Math.fround));
          return;
        }
        expect(forest.threshold[node]).toBe(tree.threshold);
        same(tree.left, forest.left[node]!);
        same(tree.right, forest.left[node]! + 1);
      };
      same(growNaively(table, drawn), 0);
    }
  });

  it('draws every pixel with equal chance, rows by their weight', () => {
    const table = binRows(
      Float32Array.from({ length: 1000 }, (_, i) => (i < 600 ? 0 : i)),
      1,
      new Uint8Array(1000),
      1,
    );
    const rowOf = rowOfEachPixel(table);
    let heavy = 0;
    let unseen = 0;
    for (let tree = 0; tree < 50; tree++) {
      const bag = drawBootstrap(rowOf, table.weights, randomStream(1, tree));
      expect(bag.drawn.reduce((sum, n) => sum + n, 0)).toBe(1000);
      heavy += bag.drawn[0]!;
      unseen += bag.unseen.reduce((sum, n) => sum + n, 0);
    }
    // 600 ± 3 standard errors of 50 binomial draws; 1/e of the pixels are never drawn.
    expect(Math.abs(heavy / 50 - 600)).toBeLessThan(3 * Math.sqrt((1000 * 0.6 * 0.4) / 50));
    expect(Math.abs(unseen / 50 - 1000 / Math.E)).toBeLessThan(8);
  });
});

describe('combineTrees', () => {
  const table = sampleTable(3, 800, 9, 3);
  const whole = combineTrees(table, [growTrees(table, 7, 0, 12)], [1, 2, 3]);

  it('gives the same forest and report however the trees were divided', () => {
    const portions = [growTrees(table, 7, 5, 6), growTrees(table, 7, 11, 1), growTrees(table, 7, 0, 5)];
    expect(combineTrees(table, portions, [1, 2, 3])).toEqual(whole);
    expect(checkForest(whole.forest)).toBeNull();
    expect(() => combineTrees(table, portions.slice(1), [])).toThrow(RangeError);
  });

  it('gives another forest for another seed', () => {
    const other = combineTrees(table, [growTrees(table, 8, 0, 12)], [1, 2, 3]);
    expect(other.forest.threshold).not.toEqual(whole.forest.threshold);
  });

  it('reports in pixels what it was trained on', () => {
    const { report } = whole;
    expect(report.usedPixels.reduce((sum, n) => sum + n, 0)).toBe(800);
    expect(report.labelledPixels).toEqual([1, 2, 3]);
    expect(report.nodes).toBe(whole.forest.feature.length);
    expect(report.importance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    // The classes follow the first two columns.
    expect(report.importance[0]! + report.importance[1]!).toBeGreaterThan(0.5);
    const judged = report.confusion.flat().reduce((sum, n) => sum + n, 0);
    const right = report.confusion.reduce((sum, row, c) => sum + row[c]!, 0);
    expect(report.outOfBagError).toBeCloseTo(1 - right / judged, 12);
    expect(judged).toBeGreaterThan(780);
  });

  it('has an out-of-bag error near that of rows it never saw', () => {
    const all = sampleTable(30, 1500, 6, 2, 1000);
    const half = sliceRows(all, 0, 700);
    const { forest, report } = combineTrees(half, [growTrees(half, 1, 0, 40)], []);
    let wrong = 0;
    for (let r = 700; r < all.rows; r++) {
      const p = walkForest(forest, valuesOf(all, r));
      if (p.indexOf(Math.max(...p)) !== all.labels[r]) wrong += 1;
    }
    expect(Math.abs(report.outOfBagError - wrong / (all.rows - 700))).toBeLessThan(0.04);
  });

  it('is wrong half of the time out of bag where classes are drawn by lot', () => {
    const random = randomStream(12, 0);
    const values = Float32Array.from({ length: 3000 }, () => random.nextWord());
    const lots = binRows(
      values,
      3,
      Uint8Array.from({ length: 1000 }, () => random.nextBelow(2)),
      2,
    );
    const { outOfBagError } = combineTrees(lots, [growTrees(lots, 0, 0, 25)], []).report;
    expect(Math.abs(outOfBagError - 0.5)).toBeLessThan(0.06);
  });

  it('knows no out-of-bag error where every row was seen', () => {
    const one = binRows(Float32Array.of(3), 1, Uint8Array.of(0), 1);
    const { forest, report } = combineTrees(one, [growTrees(one, 0, 0, 3)], [1]);
    expect(report.outOfBagError).toBeNaN();
    expect(report.confusion).toEqual([[0]]);
    expect([...walkForest(forest, [0])]).toEqual([1]);
  });
});

/** A value in each of the row's bins. */
function valuesOf(table: TrainingTable, row: number): number[] {
  return Array.from({ length: table.features }, (_, f) => {
    const start = table.edgeStart[f]!;
    const bin = table.bins[f * table.rows + row]!;
    return start + bin < table.edgeStart[f + 1]! ? table.edges[start + bin]! : Number.MAX_VALUE;
  });
}

function sliceRows(table: TrainingTable, from: number, to: number): TrainingTable {
  const bins = new Uint8Array(table.features * (to - from));
  for (let f = 0; f < table.features; f++) {
    bins.set(table.bins.subarray(f * table.rows + from, f * table.rows + to), f * (to - from));
  }
  return { ...table, rows: to - from, bins, labels: table.labels.slice(from, to), weights: table.weights.slice(from, to) };
}

describe('checkForest', () => {
  const good = growTrees(sampleTable(1, 60, 4, 2), 0, 0, 2).forest;
  const inner = good.feature.findIndex((f) => f !== LEAF);
  const leaf = good.feature.indexOf(LEAF);
  const broken = (change: (forest: { -readonly [K in keyof Forest]: Forest[K] }) => void): string | null => {
    const copy = {
      ...good,
      treeStart: good.treeStart.slice(),
      feature: good.feature.slice(),
      threshold: good.threshold.slice(),
      left: good.left.slice(),
      leafFractions: good.leafFractions.slice(),
    };
    change(copy);
    return checkForest(copy);
  };

  it('finds nothing wrong with a grown forest', () => {
    expect(checkForest(good)).toBeNull();
  });

  it.each<[string, RegExp, Parameters<typeof broken>[0]]>([
    ['a node that is its own child', /do not follow/, (f) => (f.left[inner] = inner)],
    ['a child in another tree', /do not follow/, (f) => (f.left[inner] = f.treeStart[1]! - 1)],
    ['a child with two parents', /two parents|no parent/, (f) => (f.left[inner]! += 2)],
    ['an unknown feature', /asks for feature/, (f) => (f.feature[inner] = 4)],
    ['a threshold that is no number', /finite threshold/, (f) => (f.threshold[inner] = Number.NaN)],
    ['an infinite threshold', /finite threshold/, (f) => (f.threshold[inner] = Number.POSITIVE_INFINITY)],
    ['a leaf without fractions', /points outside/, (f) => (f.left[leaf] = 5000)],
    ['fractions that do not sum to 1', /sum to/, (f) => (f.leafFractions[0] = 0.5)],
    ['a negative fraction', /is -1/, (f) => (f.leafFractions[1] = -1)],
    ['a fraction that is no number', /is NaN/, (f) => (f.leafFractions[1] = Number.NaN)],
    ['an empty tree', /empty/, (f) => (f.treeStart[1] = 0)],
    ['nodes outside the trees', /cover/, (f) => (f.treeStart[2]! -= 1)],
    ['lists of different length', /differ/, (f) => (f.left = f.left.slice(1))],
    ['no classes', /0 classes/, (f) => (f.classes = 0)],
    ['an orphan', /no parent|children/, (f) => (f.feature[inner] = LEAF)],
  ])('objects to %s', (_, message, change) => {
    expect(broken(change)).toMatch(message);
  });
});
