import type { Kernels } from '../kernels/kernels.ts';
import { type Forest, LEAF } from '../model/forest.ts';
import { buildThresholdTable, type ThresholdTable } from './threshold-table.ts';
import { layOutLargeTree, layOutSmallTree, SLOT_BYTES } from './tree-layout.ts';

/** Pixels of a packet; see main/kernels/forest/packet.ts. */
export const PACKET_COLUMNS = 32;
export const PACKET_ROWS = 8;
const PACKET_PIXELS = PACKET_COLUMNS * PACKET_ROWS;

/** Up to this many inner nodes it is cheaper to evaluate all of a tree than to find out which nodes pixels come by. */
const SMALL_TREE_NODES = 200;

/** Room for the bits of the packets that are judged together, so that they and a tree stay in the second-level cache. */
const BATCH_BYTES = 200_000;

/** A tree in kernel memory, laid out for one of the two evaluators. */
export interface PreparedTree {
  readonly pointer: number;
  readonly small: boolean;
}

/** A forest in kernel memory with the scratch its evaluation needs. Lives as long as the arena's memory does. */
export interface PreparedForest {
  readonly classes: number;
  readonly trees: readonly PreparedTree[];
  readonly thresholds: ThresholdTable;
  /** Counted outcomes per pixel; see LayoutContext. */
  readonly categories: number;
  readonly mixed: boolean;
  /** Binary digits of a vote counter. */
  readonly digits: number;
  /** Packets judged together. */
  readonly batch: number;
  readonly bits: number;
  readonly bitsBytes: number;
  readonly ranges: number;
  readonly rangesBytes: number;
  readonly counters: number;
  readonly countersBytes: number;
  readonly sums: number;
  readonly sumsBytes: number;
  /** Confidence in percent of every number of votes, uint8. */
  readonly percent: number;
  readonly slots: number;
  readonly stack: number;
  readonly scratch: number;
}

/**
 * Lays a forest out in kernel memory for predictBlock. The forest must be valid (see checkForest). `planeOf` says which plane
 * holds each feature. Cost: a few milliseconds for 10,000 nodes.
 */
export function prepareForest({ arena }: Kernels, forest: Forest, planeOf: Uint16Array): PreparedForest {
  const { classes, trees } = forest;
  const pureClass = pureClasses(forest);
  const mixed = pureClass.includes(-1);
  const categories = classes - 1 + (mixed ? 1 : 0);
  const digits = Math.ceil(Math.log2(trees + 1));
  const thresholds = buildThresholdTable(arena, forest, planeOf);
  const fractions = arena.alloc(forest.leafFractions.byteLength);
  arena.float32(fractions, forest.leafFractions.length).set(forest.leafFractions);

  const context = { forest, numberOfNode: thresholds.numberOfNode, pureClass, categories, fractions };
  let slots = categories + 1;
  let depth = 0;
  const place = (words: readonly number[]): number => {
    const pointer = arena.alloc(words.length * 4);
    arena.int32(pointer, words.length).set(words);
    return pointer;
  };
  const prepared = Array.from({ length: trees }, (_, tree): PreparedTree => {
    const nodes = forest.treeStart[tree + 1] - forest.treeStart[tree];
    if (nodes <= 2 * SMALL_TREE_NODES + 1) {
      slots = Math.max(slots, nodes);
      return { pointer: place(layOutSmallTree(context, tree)), small: true };
    }
    const layout = layOutLargeTree(context, tree);
    depth = Math.max(depth, layout.depth);
    return { pointer: place(layout.words), small: false };
  });

  const bitsBytes = Math.max(1, thresholds.total) * SLOT_BYTES;
  const batch = Math.max(1, Math.min(64, Math.floor(BATCH_BYTES / bitsBytes)));
  const rangesBytes = thresholds.entries * 16;
  const countersBytes = Math.max(1, categories) * digits * SLOT_BYTES;
  const sumsBytes = mixed ? classes * PACKET_PIXELS * 4 : 0;
  const ranges = arena.alloc(batch * rangesBytes);
  const whole = thresholds.counts.flatMap((count) => [0, count, 0, count]);
  for (let packet = 0; packet < batch; packet++) arena.uint32(ranges + packet * rangesBytes, whole.length).set(whole);
  const percent = arena.alloc(trees + 1);
  arena.uint8(percent, trees + 1).set(Array.from({ length: trees + 1 }, (_, votes) => percentOf(Math.fround(votes / trees))));
  return {
    classes,
    trees: prepared,
    thresholds,
    categories,
    mixed,
    digits,
    batch,
    bits: arena.alloc(batch * bitsBytes),
    bitsBytes,
    ranges,
    rangesBytes,
    counters: arena.alloc(batch * countersBytes),
    countersBytes,
    sums: arena.alloc(Math.max(1, batch * sumsBytes)),
    sumsBytes,
    percent,
    slots: arena.alloc(slots * SLOT_BYTES),
    stack: arena.alloc((depth + 1) * (SLOT_BYTES + 16)),
    scratch: arena.alloc(64 * classes + 96),
  };
}

/** Confidence in whole percent of a probability 0 … 1. The small term keeps sums of float32 fractions from falling short. */
export function percentOf(probability: number): number {
  return Math.floor(100 * probability + 1e-4);
}

/** The class of each leaf row that holds one class alone, -1 for the others that a leaf uses. */
function pureClasses(forest: Forest): Int16Array {
  const { classes, leafFractions, feature, left } = forest;
  const pure = new Int16Array(leafFractions.length / classes);
  for (let i = 0; i < feature.length; i++) {
    if (feature[i] !== LEAF) continue;
    const row = leafFractions.subarray(left[i] * classes, (left[i] + 1) * classes);
    pure[left[i]] = row.indexOf(1);
  }
  return pure;
}
