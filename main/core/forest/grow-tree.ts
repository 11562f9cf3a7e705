import { LEAF } from '../model/forest.ts';
import type { Bootstrap } from './draw-bootstrap.ts';
import { type BaggedRows, type Split, SplitFinder } from './find-split.ts';
import type { RandomStream } from './random.ts';
import type { TrainingTable } from './training-table.ts';

/** One tree; node indices count from its root, leaf rows 0 … classes - 1 are the pure leaves, the others stand in `mixed`. */
export interface GrownTree {
  readonly nodes: number;
  readonly feature: Uint16Array;
  /** Number of the feature's edge; rows with bin <= edge go left. 0 at leaves. */
  readonly edge: Uint8Array;
  readonly left: Uint32Array;
  /** Class fractions of leaf rows `classes`, `classes` + 1 …, one row after another. */
  readonly mixed: Float32Array;
  /** Decrease of weighted impurity per feature. */
  readonly importance: Float64Array;
}

/**
 * Grows trees of one table one after another, as scikit-learn's RandomForestClassifier does by default: at every node √features
 * are drawn without replacement (and more while none of the drawn ones can split), the split of least Gini impurity is taken,
 * and splitting goes on until a leaf is pure or its rows cannot be told apart.
 */
export class TreeGrower {
  readonly #table: TrainingTable;
  readonly #finder: SplitFinder;
  readonly #rows: BaggedRows;
  readonly #drawable: Uint16Array;
  readonly #draw: number;

  constructor(table: TrainingTable) {
    this.#table = table;
    this.#finder = new SplitFinder(table);
    this.#rows = { row: new Int32Array(table.rows), weight: new Int32Array(table.rows), label: new Uint8Array(table.rows) };
    this.#drawable = Uint16Array.from({ length: table.features }, (_, f) => f);
    this.#draw = Math.max(1, Math.floor(Math.sqrt(table.features)));
  }

  grow(bag: Bootstrap, random: RandomStream): GrownTree {
    const { classes, features } = this.#table;
    const count = this.#fillBag(bag);
    // The order of draws must not depend on the trees grown before.
    for (let f = 0; f < features; f++) this.#drawable[f] = f;

    const feature = new Uint16Array(2 * count);
    const edge = new Uint8Array(2 * count);
    const left = new Uint32Array(2 * count);
    const importance = new Float64Array(features);
    const mixed: number[] = [];
    const totals = new Float64Array(classes);
    // Nodes still to be grown: node, first row, end of rows.
    const waiting = [0, 0, count];
    let nodes = 1;
    while (waiting.length > 0) {
      const to = waiting.pop()!;
      const from = waiting.pop()!;
      const node = waiting.pop()!;
      const { total, present } = this.#countClasses(from, to, totals);
      const split = present > 1 && to - from > 1 ? this.#bestSplit(from, to, totals, total, random) : null;
      if (split === null) {
        feature[node] = LEAF;
        left[node] = present === 1 ? this.#rows.label[from] : classes + mixed.length / classes;
        if (present !== 1) for (let c = 0; c < classes; c++) mixed.push(totals[c] / total);
        continue;
      }
      let squares = 0;
      for (let c = 0; c < classes; c++) squares += totals[c] * totals[c];
      importance[split.feature] += split.score - squares / total;
      const middle = this.#partition(split.feature, split.edge, from, to);
      feature[node] = split.feature;
      edge[node] = split.edge;
      left[node] = nodes;
      waiting.push(nodes + 1, middle, to, nodes, from, middle);
      nodes += 2;
    }
    return { nodes, feature, edge, left, mixed: Float32Array.from(mixed), importance };
  }

  #fillBag(bag: Bootstrap): number {
    const { row, weight, label } = this.#rows;
    let count = 0;
    for (let r = 0; r < this.#table.rows; r++) {
      if (bag.drawn[r] === 0) continue;
      row[count] = r;
      weight[count] = bag.drawn[r];
      label[count++] = this.#table.labels[r];
    }
    return count;
  }

  #countClasses(from: number, to: number, totals: Float64Array): { total: number; present: number } {
    const { weight, label } = this.#rows;
    totals.fill(0);
    for (let i = from; i < to; i++) totals[label[i]] += weight[i];
    let total = 0;
    let present = 0;
    for (const weightOfClass of totals) {
      total += weightOfClass;
      if (weightOfClass > 0) present++;
    }
    return { total, present };
  }

  #bestSplit(from: number, to: number, totals: Float64Array, total: number, random: RandomStream) {
    const drawable = this.#drawable;
    let best: (Split & { feature: number }) | null = null;
    for (let drawn = 0; drawn < drawable.length && (drawn < this.#draw || best === null); drawn++) {
      const pick = drawn + random.nextBelow(drawable.length - drawn);
      const feature = drawable[pick];
      drawable[pick] = drawable[drawn];
      drawable[drawn] = feature;
      const split = this.#finder.find(feature, this.#rows, from, to, totals, total);
      if (split !== null && (best === null || split.score > best.score)) best = { ...split, feature };
    }
    return best;
  }

  /** Puts the rows that go left first, keeping neither side's order; returns where the right side begins. */
  #partition(feature: number, edge: number, from: number, to: number): number {
    const { row, weight, label } = this.#rows;
    const { bins, rows: stride } = this.#table;
    const column = feature * stride;
    let i = from;
    let j = to - 1;
    while (i <= j) {
      if (bins[column + row[i]] <= edge) {
        i++;
        continue;
      }
      const r = row[i];
      const w = weight[i];
      const l = label[i];
      row[i] = row[j];
      weight[i] = weight[j];
      label[i] = label[j];
      row[j] = r;
      weight[j] = w;
      label[j] = l;
      j--;
    }
    return i;
  }
}
