import { PACKET_PIXELS, SLOT } from './packet';

/**
 * Adds one vote to the pixels whose bit is set. A counter holds a number per pixel, one slot per binary digit, lowest first;
 * `digits` must suffice for the highest number.
 */
@inline
export function addVotes(counter: usize, digits: u32, votes0: v128, votes1: v128): void {
  for (const end = counter + <usize>digits * SLOT; counter < end; counter += SLOT) {
    const digit0 = v128.load(counter);
    const digit1 = v128.load(counter, 16);
    v128.store(counter, v128.xor(digit0, votes0));
    v128.store(counter, v128.xor(digit1, votes1), 16);
    votes0 = v128.and(digit0, votes0);
    votes1 = v128.and(digit1, votes1);
  }
}

/**
 * Adds a mixed leaf's class fractions (float32, `classes` of them) to the sums of the pixels whose bit is set. `sums` has shape
 * (classes, 256), float32, in the order of the bits. Adding 0 to the other pixels leaves them as they are.
 */
export function addFractions(sums: usize, fractions: usize, classes: u32, bits0: v128, bits1: v128): void {
  addHalf(sums, fractions, classes, bits0);
  addHalf(sums + PACKET_PIXELS * 2, fractions, classes, bits1);
}

function addHalf(sums: usize, fractions: usize, classes: u32, bits: v128): void {
  const digits = i32x4(1, 2, 4, 8);
  let word = i64x2.extract_lane(bits, 0);
  for (let half: u32 = 0; half < 2; half++, word = i64x2.extract_lane(bits, 1)) {
    for (let group = sums + <usize>half * 256; word != 0; word >>>= 4, group += 16) {
      if ((word & 15) == 0) continue;
      const mask = i32x4.eq(v128.and(i32x4.splat(<i32>word), digits), digits);
      let at = group;
      for (let c: u32 = 0; c < classes; c++, at += PACKET_PIXELS * 4) {
        const fraction = v128.load32_splat(fractions + (<usize>c << 2));
        v128.store(at, f32x4.add(v128.load(at), v128.and(mask, fraction)));
      }
    }
  }
}
