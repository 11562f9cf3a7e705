import type { TrainingTable } from '#core/forest/training-table.ts';

export type NaiveTree =
  | { readonly leaf: readonly number[] }
  | { readonly threshold: number; readonly left: NaiveTree; readonly right: NaiveTree };

/** A tree on feature 0 by trying every split of every node, written for being right and not for being fast. */
export function growNaively(table: TrainingTable, drawn: ArrayLike<number>): NaiveTree {
  const { classes, labels, bins } = table;
  const gini = (rows: readonly number[]): number => {
    const total = weight(rows);
    return 1 - classWeights(rows).reduce((sum, w) => sum + (w / total) ** 2, 0);
  };
  const weight = (rows: readonly number[]): number => rows.reduce((sum, r) => sum + drawn[r]!, 0);
  const classWeights = (rows: readonly number[]): number[] =>
    Array.from({ length: classes }, (_, c) => weight(rows.filter((r) => labels[r] === c)));

  const grow = (rows: readonly number[]): NaiveTree => {
    const present = [...new Set(rows.map((r) => bins[r]!))].sort((a, b) => a - b);
    if (present.length === 1 || gini(rows) === 0) return { leaf: classWeights(rows).map((w) => w / weight(rows)) };
    let best = { impurity: Number.POSITIVE_INFINITY, edge: 0, upper: 0 };
    for (let i = 0; i + 1 < present.length; i++) {
      const left = rows.filter((r) => bins[r]! <= present[i]!);
      const right = rows.filter((r) => bins[r]! > present[i]!);
      const impurity = weight(left) * gini(left) + weight(right) * gini(right);
      if (impurity < best.impurity - 1e-9) best = { impurity, edge: present[i]!, upper: present[i + 1]! };
    }
    return {
      threshold: middleEdge([...table.edges.subarray(best.edge, best.upper)]),
      left: grow(rows.filter((r) => bins[r]! <= best.edge)),
      right: grow(rows.filter((r) => bins[r]! > best.edge)),
    };
  };
  return grow([...labels.keys()].filter((r) => drawn[r]! > 0));
}

/** The edge nearest to the middle of the first and the last; of two the lower. */
function middleEdge(edges: readonly number[]): number {
  const middle = (edges[0]! + edges.at(-1)!) / 2;
  return edges.reduce((best, edge) => (Math.abs(edge - middle) < Math.abs(best - middle) ? edge : best));
}
