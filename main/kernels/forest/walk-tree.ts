import { addFractions, addVotes } from './count-votes';
import { PACKET_PIXELS, SLOT } from './packet';

/** Bytes of one entry of the stack: a slot, and the node that it waits for. */
const WAITING: usize = SLOT + 16;

/**
 * Walks a large tree for packets of pixels: a packet goes down as one, and divides only where its pixels disagree, so nodes
 * that no pixel reaches cost nothing. Results are those of forestEvaluateTree.
 *
 * `tree` holds 8 bytes a node in depth-first order, the left child right behind its parent. Inner node: i32 byte offset of its
 * threshold's bits (not negative), u32 byte offset of its right child from the tree's start. Leaf: i32 whose lowest 31 bits are
 * the byte offset of its category in `reached` and whose sign is set, u32 pointer to its class fractions, 0 for a pure leaf.
 * Pure leaves of class 0 have the category after the last one, which is not counted.
 *
 * `reached` is scratch for categories + 1 slots, `stack` for 48 bytes per level of the tree; for the rest see forestEvaluateTree.
 */
export function forestWalkTree(
  tree: usize,
  packets: u32,
  bits: usize,
  bitsBytes: usize,
  counters: usize,
  digits: u32,
  categories: u32,
  sums: usize,
  classes: u32,
  reached: usize,
  stack: usize,
): void {
  for (let packet: u32 = 0; packet < packets; packet++) {
    memory.fill(reached, 0, (<usize>categories + 1) * SLOT);
    let top = stack;
    let node = tree;
    let here0 = i32x4.splat(-1);
    let here1 = here0;
    while (true) {
      const word = load<i32>(node);
      if (word >= 0) {
        const bit = bits + <usize>word;
        const right = tree + <usize>load<u32>(node, 4);
        const bit0 = v128.load(bit);
        const bit1 = v128.load(bit, 16);
        const left0 = v128.and(here0, bit0);
        const left1 = v128.and(here1, bit1);
        const right0 = v128.andnot(here0, bit0);
        const right1 = v128.andnot(here1, bit1);
        const goesLeft = v128.any_true(v128.or(left0, left1));
        if (goesLeft & v128.any_true(v128.or(right0, right1))) {
          v128.store(top, right0);
          v128.store(top, right1, 16);
          store<u32>(top, <u32>right, 32);
          top += WAITING;
          here0 = left0;
          here1 = left1;
          node += 8;
        } else {
          node = goesLeft ? node + 8 : right;
        }
        continue;
      }
      const category = reached + <usize>(word & 0x7fffffff);
      v128.store(category, v128.or(v128.load(category), here0));
      v128.store(category, v128.or(v128.load(category, 16), here1), 16);
      const fractions = <usize>load<u32>(node, 4);
      if (fractions != 0) addFractions(sums, fractions, classes, here0, here1);
      if (top == stack) break;
      top -= WAITING;
      here0 = v128.load(top);
      here1 = v128.load(top, 16);
      node = <usize>load<u32>(top, 32);
    }
    for (let category: u32 = 0; category < categories; category++) {
      const votes = reached + <usize>category * SLOT;
      addVotes(counters, digits, v128.load(votes), v128.load(votes, 16));
      counters += <usize>digits * SLOT;
    }
    bits += bitsBytes;
    sums += <usize>classes * PACKET_PIXELS * 4;
  }
}
