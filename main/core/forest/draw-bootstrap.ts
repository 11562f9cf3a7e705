import type { RandomStream } from './random.ts';
import type { TrainingTable } from './training-table.ts';

/** What one tree sees of the table. */
export interface Bootstrap {
  /** How many times the row's pixels were drawn. */
  readonly drawn: Uint32Array;
  /** How many of the row's pixels were not drawn at all. */
  readonly unseen: Uint32Array;
}

/** Row of every labelled pixel that a table stands for: row r appears `weights[r]` times. */
export function rowOfEachPixel(table: TrainingTable): Uint32Array {
  let pixels = 0;
  for (const weight of table.weights) pixels += weight;
  const rowOf = new Uint32Array(pixels);
  for (let r = 0, at = 0; r < table.rows; r++) {
    rowOf.fill(r, at, at + table.weights[r]);
    at += table.weights[r];
  }
  return rowOf;
}

/** Draws as many pixels as there are, with replacement, as scikit-learn's forest does; merged rows change nothing about it. */
export function drawBootstrap(rowOf: Uint32Array, weights: Uint32Array, random: RandomStream): Bootstrap {
  const pixels = rowOf.length;
  const drawn = new Uint32Array(weights.length);
  const unseen = Uint32Array.from(weights);
  const seen = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const pixel = random.nextBelow(pixels);
    const row = rowOf[pixel];
    drawn[row]++;
    unseen[row] -= 1 - seen[pixel];
    seen[pixel] = 1;
  }
  return { drawn, unseen };
}
