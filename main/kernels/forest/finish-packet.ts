import { PACKET_PIXELS, SLOT } from './packet';

/**
 * Turns the votes of a packet into labels, confidence and, unless `probabilities` is 0, class probabilities.
 *
 * The probability of a class is (votes of pure leaves + sum of mixed leaves' fractions) / trees in float32; the label is the most
 * probable class + 1 (ties: the first); confidence is floor(100 p + 0.0001) in float64. `counters` and `sums` are those of
 * forestEvaluateTree. Category k counts class k + 1; with `mixed` the last category counts votes for mixed leaves; votes for
 * class 0 are the remaining ones. `percent` (uint8, trees + 1) holds the confidence of each number of votes.
 *
 * Outputs: uint8 `labels` and `confidence`, rows of `stride` elements; float32 `probabilities`, planes of `planeStride` elements
 * with the same rows. 32 columns are written and `rows` rows. `scratch`: 64 bytes per class and 96 more.
 */
export function forestFinishPacket(
  counters: usize,
  digits: u32,
  categories: u32,
  mixed: bool,
  sums: usize,
  classes: u32,
  trees: u32,
  percent: usize,
  scratch: usize,
  labels: usize,
  confidence: usize,
  stride: usize,
  probabilities: usize,
  planeStride: usize,
  rows: u32,
): void {
  for (let half: usize = 0; half < 2; half++) {
    for (let row: usize = 0; row < <usize>rows; row++) {
      const group = counters + 16 * half + 2 * row;
      const out = row * stride + 16 * half;
      const target: usize = probabilities == 0 ? 0 : probabilities + (out << 2);
      if (mixed && hasVotes(group + <usize>(categories - 1) * <usize>digits * SLOT, digits)) {
        const groupSums = sums + (half << 9) + (row << 6);
        finishMixed(group, digits, classes, groupSums, trees, scratch, labels + out, confidence + out, target, planeStride);
      } else {
        finishPure(group, digits, classes, trees, percent, scratch, labels + out, confidence + out, target, planeStride);
      }
    }
  }
}

// The votes of 16 pixels, as two vectors of 8 uint16 each.
let votesLow: v128 = i16x8.splat(0);
let votesHigh: v128 = i16x8.splat(0);

@inline
function readVotes(group: usize, digits: u32): void {
  const low = i16x8(1, 2, 4, 8, 16, 32, 64, 128);
  const high = i16x8(256, 512, 1024, 2048, 4096, 8192, 16384, -32768);
  let sumLow = i16x8.splat(0);
  let sumHigh = sumLow;
  for (let digit: u32 = 0; digit < digits; digit++, group += SLOT) {
    const bits = v128.load16_splat(group);
    const value = i16x8.splat(<i16>(<i32>1 << <i32>digit));
    sumLow = v128.or(sumLow, v128.and(i16x8.eq(v128.and(bits, low), low), value));
    sumHigh = v128.or(sumHigh, v128.and(i16x8.eq(v128.and(bits, high), high), value));
  }
  votesLow = sumLow;
  votesHigh = sumHigh;
}

@inline
function hasVotes(group: usize, digits: u32): bool {
  let any: u32 = 0;
  for (let digit: u32 = 0; digit < digits; digit++, group += SLOT) any |= <u32>load<u16>(group);
  return any != 0;
}

/** 16 probabilities of pure votes. */
@inline
function storeShares(target: usize, trees: u32): void {
  const whole = f32x4.splat(<f32>trees);
  v128.store(target, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(votesLow)), whole));
  v128.store(target, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(votesLow)), whole), 16);
  v128.store(target, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(votesHigh)), whole), 32);
  v128.store(target, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(votesHigh)), whole), 48);
}

function finishPure(
  group: usize,
  digits: u32,
  classes: u32,
  trees: u32,
  percent: usize,
  scratch: usize,
  labels: usize,
  confidence: usize,
  target: usize,
  planeStride: usize,
): void {
  let restLow = i16x8.splat(<i16>trees);
  let restHigh = restLow;
  let bestLow = i16x8.splat(-1);
  let bestHigh = bestLow;
  let labelLow = i16x8.splat(1);
  let labelHigh = labelLow;
  for (let c: u32 = 1; c < classes; c++, group += <usize>digits * SLOT) {
    readVotes(group, digits);
    if (target != 0) storeShares(target + ((<usize>c * planeStride) << 2), trees);
    restLow = i16x8.sub(restLow, votesLow);
    restHigh = i16x8.sub(restHigh, votesHigh);
    const value = i16x8.splat(<i16>(c + 1));
    labelLow = v128.bitselect(value, labelLow, i16x8.gt_s(votesLow, bestLow));
    labelHigh = v128.bitselect(value, labelHigh, i16x8.gt_s(votesHigh, bestHigh));
    bestLow = i16x8.max_s(bestLow, votesLow);
    bestHigh = i16x8.max_s(bestHigh, votesHigh);
  }
  votesLow = restLow;
  votesHigh = restHigh;
  if (target != 0) storeShares(target, trees);
  const one = i16x8.splat(1);
  labelLow = v128.bitselect(one, labelLow, i16x8.ge_s(restLow, bestLow));
  labelHigh = v128.bitselect(one, labelHigh, i16x8.ge_s(restHigh, bestHigh));
  v128.store(labels, i8x16.narrow_i16x8_u(labelLow, labelHigh));
  v128.store(scratch, i16x8.max_s(restLow, bestLow));
  v128.store(scratch, i16x8.max_s(restHigh, bestHigh), 16);
  for (let i: usize = 0; i < 16; i++) store<u8>(confidence + i, load<u8>(percent + <usize>load<u16>(scratch + (i << 1))));
}

function finishMixed(
  group: usize,
  digits: u32,
  classes: u32,
  sums: usize,
  trees: u32,
  scratch: usize,
  labels: usize,
  confidence: usize,
  target: usize,
  planeStride: usize,
): void {
  const categoryBytes = <usize>digits * SLOT;
  readVotes(group + <usize>(classes - 1) * categoryBytes, digits);
  let restLow = i16x8.sub(i16x8.splat(<i16>trees), votesLow);
  let restHigh = i16x8.sub(i16x8.splat(<i16>trees), votesHigh);
  for (let c: u32 = 1; c < classes; c++, group += categoryBytes) {
    readVotes(group, digits);
    storeProbabilities(scratch + (<usize>c << 6), sums + <usize>c * PACKET_PIXELS * 4, trees);
    restLow = i16x8.sub(restLow, votesLow);
    restHigh = i16x8.sub(restHigh, votesHigh);
  }
  votesLow = restLow;
  votesHigh = restHigh;
  storeProbabilities(scratch, sums, trees);
  for (let i: usize = 0; i < 16; i++) {
    let best: f32 = -1;
    let label: u32 = 0;
    for (let c: u32 = 0; c < classes; c++) {
      const p = load<f32>(scratch + (<usize>c << 6) + (i << 2));
      if (p > best) {
        best = p;
        label = c + 1;
      }
      if (target != 0) store<f32>(target + ((<usize>c * planeStride + i) << 2), p);
    }
    store<u8>(labels + i, <u8>label);
    store<u8>(confidence + i, <u8>(100 * <f64>best + 1e-4));
  }
}

/** (votes + sum of fractions) / trees for 16 pixels. */
@inline
function storeProbabilities(out: usize, sums: usize, trees: u32): void {
  const whole = f32x4.splat(<f32>trees);
  const a = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(votesLow));
  const b = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(votesLow));
  const c = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(votesHigh));
  const d = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(votesHigh));
  v128.store(out, f32x4.div(f32x4.add(a, v128.load(sums)), whole));
  v128.store(out, f32x4.div(f32x4.add(b, v128.load(sums, 16)), whole), 16);
  v128.store(out, f32x4.div(f32x4.add(c, v128.load(sums, 32)), whole), 32);
  v128.store(out, f32x4.div(f32x4.add(d, v128.load(sums, 48)), whole), 48);
}
