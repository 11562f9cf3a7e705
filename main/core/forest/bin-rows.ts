import { GroveError } from '../model/error.ts';
import { binEdges } from './bin-edges.ts';
import { mergeRows } from './merge-rows.ts';
import { ColumnSorter } from './sort-order.ts';
import type { TrainingTable } from './training-table.ts';

/**
 * Divides every feature into at most 256 bins and merges rows that fall into the same bins and have the same class.
 *
 * `values` has shape (rows, features), row-major; `labels` holds each row's class 0…classes - 1. The table's arrays lie in shared
 * memory. Cost: a radix sort per feature. Throws GroveError 'invalid-input' for values that are not finite.
 */
export function binRows(values: Float32Array, features: number, labels: Uint8Array, classes: number): TrainingTable {
  const rows = labels.length;
  const bins = new Uint8Array(features * rows);
  const column = new Float32Array(rows);
  const sorter = new ColumnSorter(rows);
  const allEdges: number[] = [];
  const edgeStart = new Uint32Array(new SharedArrayBuffer(4 * (features + 1)));

  for (let f = 0; f < features; f++) {
    for (let r = 0, at = f; r < rows; r++, at += features) column[r] = values[at];
    const order = sorter.order(column);
    // Infinities and NaN are the outermost in the order.
    if (rows > 0 && !(Number.isFinite(column[order[0]]) && Number.isFinite(column[order[rows - 1]]))) {
      throw new GroveError(
        'invalid-input',
        'Some labelled pixels have features that are not finite numbers; erase labels on pixels without a valid value.',
      );
    }
    const edges = binEdges(column, order);
    let bin = 0;
    for (let i = 0; i < rows; i++) {
      while (bin < edges.length && column[order[i]] > edges[bin]) bin++;
      bins[f * rows + order[i]] = bin;
    }
    for (const edge of edges) allEdges.push(edge);
    edgeStart[f + 1] = allEdges.length;
  }

  const edges = new Float32Array(new SharedArrayBuffer(4 * allEdges.length));
  edges.set(allEdges);
  return { features, classes, edges, edgeStart, ...mergeRows(bins, features, labels) };
}
