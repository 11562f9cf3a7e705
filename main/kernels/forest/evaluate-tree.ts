import { addFractions, addVotes } from './count-votes';
import { PACKET_PIXELS, SLOT } from './packet';

/**
 * Evaluates a small tree for packets of pixels without a branch: a slot per node says which pixels come by it, and every inner
 * node divides its slot among its two children. Cost: about 13 operations an inner node for 256 pixels.
 *
 * `tree` (u32 words): number of inner nodes; `categories` numbers of leaves; number of mixed leaves; then for each inner node
 * in breadth-first order, so that the k-th has its children in slots 2k + 1 and 2k + 2: byte offset of its own slot, byte offset
 * of its threshold's bits; then the slots of the leaves by category; then for each mixed leaf its slot and a pointer to its
 * class fractions.
 *
 * `bits` are forestCompare's, one packet after another at `bitsBytes`. Votes are counted in `counters`, per packet `categories`
 * counters of `digits` slots. Fractions of mixed leaves are added to `sums`, shape (packets, classes, 256). `slots` is scratch
 * for a slot per node.
 */
export function forestEvaluateTree(
  tree: usize,
  packets: u32,
  bits: usize,
  bitsBytes: usize,
  counters: usize,
  digits: u32,
  categories: u32,
  sums: usize,
  classes: u32,
  slots: usize,
): void {
  const innerNodes = load<u32>(tree);
  const leaves = tree + 4;
  const mixed = load<u32>(leaves + (<usize>categories << 2));
  const nodes = leaves + (<usize>categories << 2) + 4;
  const nodesEnd = nodes + (<usize>innerNodes << 3);
  v128.store(slots, i32x4.splat(-1));
  v128.store(slots, i32x4.splat(-1), 16);

  for (let packet: u32 = 0; packet < packets; packet++) {
    let child = slots + SLOT;
    for (let node = nodes; node < nodesEnd; node += 8, child += 2 * SLOT) {
      const slot = slots + <usize>load<u32>(node);
      const bit = bits + <usize>load<u32>(node, 4);
      const here0 = v128.load(slot);
      const here1 = v128.load(slot, 16);
      const left0 = v128.load(bit);
      const left1 = v128.load(bit, 16);
      v128.store(child, v128.and(here0, left0));
      v128.store(child, v128.and(here1, left1), 16);
      v128.store(child, v128.andnot(here0, left0), 32);
      v128.store(child, v128.andnot(here1, left1), 48);
    }
    let leaf = nodesEnd;
    for (let category: u32 = 0; category < categories; category++) {
      let votes0 = i32x4.splat(0);
      let votes1 = votes0;
      for (const end = leaf + (<usize>load<u32>(leaves + (<usize>category << 2)) << 2); leaf < end; leaf += 4) {
        const slot = slots + <usize>load<u32>(leaf);
        votes0 = v128.or(votes0, v128.load(slot));
        votes1 = v128.or(votes1, v128.load(slot, 16));
      }
      addVotes(counters, digits, votes0, votes1);
      counters += <usize>digits * SLOT;
    }
    for (const end = leaf + (<usize>mixed << 3); leaf < end; leaf += 8) {
      const slot = slots + <usize>load<u32>(leaf);
      addFractions(sums, <usize>load<u32>(leaf, 4), classes, v128.load(slot), v128.load(slot, 16));
    }
    bits += bitsBytes;
    sums += <usize>classes * PACKET_PIXELS * 4;
  }
}
