import type { KernelArena } from '../kernels/kernel-arena.ts';
import { type Forest, LEAF } from '../model/forest.ts';

/** The distinct thresholds of a forest, plane by plane, as forestCompare reads them (see main/kernels/forest). */
export interface ThresholdTable {
  readonly pointer: number;
  /** Planes that the forest looks at. */
  readonly entries: number;
  /** Distinct thresholds of each entry. */
  readonly counts: readonly number[];
  /** All distinct thresholds. */
  readonly total: number;
  /** Number of an inner node's threshold among all of them, per node; 0 at leaves. */
  readonly numberOfNode: Uint32Array;
}

const ENTRY_BYTES = 16;

/** `planeOf[f]` is the plane that holds feature f; features that share a plane share its thresholds. */
export function buildThresholdTable(arena: KernelArena, forest: Forest, planeOf: Uint16Array): ThresholdTable {
  const byPlane = collectByPlane(forest, planeOf);
  const pointer = arena.alloc(byPlane.size * ENTRY_BYTES);
  const numberOfFirst = new Map<number, number>();
  const counts: number[] = [];
  let total = 0;
  for (const [plane, thresholds] of byPlane) {
    const padded = Math.ceil(thresholds.length / 4) * 4;
    const values = arena.alloc(padded * 4);
    const view = arena.float32(values, padded).fill(Number.POSITIVE_INFINITY);
    view.set(thresholds);
    const entry = arena.uint32(pointer + counts.length * ENTRY_BYTES, 4);
    entry.set([plane, values, thresholds.length, total]);
    numberOfFirst.set(plane, total);
    counts.push(thresholds.length);
    total += thresholds.length;
  }

  const numberOfNode = new Uint32Array(forest.feature.length);
  for (let i = 0; i < numberOfNode.length; i++) {
    if (forest.feature[i] === LEAF) continue;
    const plane = planeOf[forest.feature[i]];
    numberOfNode[i] = numberOfFirst.get(plane)! + placeOf(byPlane.get(plane)!, forest.threshold[i]);
  }
  return { pointer, entries: counts.length, counts, total, numberOfNode };
}

/** Ascending distinct thresholds of each plane that is looked at, planes ascending. */
function collectByPlane(forest: Forest, planeOf: Uint16Array): Map<number, Float32Array> {
  const nodes = new Map<number, number>();
  for (const feature of forest.feature) {
    if (feature !== LEAF) nodes.set(planeOf[feature], (nodes.get(planeOf[feature]) ?? 0) + 1);
  }
  const planes = [...nodes.keys()].sort((a, b) => a - b);
  const found = new Map(planes.map((plane) => [plane, { values: new Float32Array(nodes.get(plane)!), count: 0 }]));
  for (let i = 0; i < forest.feature.length; i++) {
    if (forest.feature[i] === LEAF) continue;
    const list = found.get(planeOf[forest.feature[i]])!;
    list.values[list.count++] = forest.threshold[i];
  }
  return new Map(planes.map((plane) => [plane, distinct(found.get(plane)!.values.sort())]));
}

function distinct(sorted: Float32Array): Float32Array {
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

/** Place of a value that is in the list. */
function placeOf(sorted: Float32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
