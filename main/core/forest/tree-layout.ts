import { type Forest, LEAF } from '../model/forest.ts';

/** Bytes of one bit per pixel of a packet; SLOT in main/kernels/forest. */
export const SLOT_BYTES = 32;

/** What the layouts of all trees of a forest have in common. */
export interface LayoutContext {
  readonly forest: Forest;
  /** See ThresholdTable. */
  readonly numberOfNode: Uint32Array;
  /** Class of each leaf row that is one class alone, -1 for mixed ones. */
  readonly pureClass: Int16Array;
  /** Counted outcomes: classes 1 … classes - 1, then "mixed" where the forest has mixed leaves. */
  readonly categories: number;
  /** Pointer to `leafFractions` in kernel memory. */
  readonly fractions: number;
}

/** A tree as words for forestEvaluateTree, where the words are described. */
export function layOutSmallTree(context: LayoutContext, tree: number): number[] {
  const { forest, numberOfNode, pureClass, categories } = context;
  const order = [forest.treeStart[tree]];
  const inner: number[] = [];
  const leaves: number[][] = Array.from({ length: categories }, () => []);
  const mixed: number[] = [];
  for (let slot = 0; slot < order.length; slot++) {
    const node = order[slot];
    if (forest.feature[node] !== LEAF) {
      inner.push(slot * SLOT_BYTES, numberOfNode[node] * SLOT_BYTES);
      order.push(forest.left[node], forest.left[node] + 1);
      continue;
    }
    const row = forest.left[node];
    const category = categoryOf(context, row);
    if (category < categories) leaves[category].push(slot * SLOT_BYTES);
    if (pureClass[row] < 0) mixed.push(slot * SLOT_BYTES, fractionsOf(context, row));
  }
  const counts = leaves.map((slots) => slots.length);
  return [inner.length / 2, ...counts, mixed.length / 2, ...inner, ...leaves.flat(), ...mixed];
}

/** A tree as words for forestWalkTree, where the words are described, and its greatest depth (a lone leaf has 0). */
export function layOutLargeTree(context: LayoutContext, tree: number): { words: number[]; depth: number } {
  const { forest, numberOfNode, pureClass } = context;
  const words: number[] = [];
  let deepest = 0;
  // Right children waiting: node, depth, and the word that points at it (-1 for the root).
  const waiting = [forest.treeStart[tree], 0, -1];
  while (waiting.length > 0) {
    const pointedFrom = waiting.pop()!;
    let depth = waiting.pop()!;
    let node = waiting.pop()!;
    if (pointedFrom >= 0) words[pointedFrom] = words.length * 4;
    for (; forest.feature[node] !== LEAF; node = forest.left[node]) {
      depth++;
      waiting.push(forest.left[node] + 1, depth, words.length + 1);
      words.push(numberOfNode[node] * SLOT_BYTES, 0);
    }
    const row = forest.left[node];
    const category = categoryOf(context, row) * SLOT_BYTES;
    words.push(category | 0x80000000, pureClass[row] < 0 ? fractionsOf(context, row) : 0);
    deepest = Math.max(deepest, depth);
  }
  return { words, depth: deepest };
}

/** The category of a leaf; `categories`, the one that is not counted, for class 0 alone. */
function categoryOf({ pureClass, categories }: LayoutContext, row: number): number {
  if (pureClass[row] < 0) return categories - 1;
  return pureClass[row] === 0 ? categories : pureClass[row] - 1;
}

function fractionsOf({ forest, fractions }: LayoutContext, row: number): number {
  return fractions + row * forest.classes * 4;
}
