import { SLOT } from './packet';

/** Bytes of one entry of the threshold table; see forestCompare. */
const ENTRY: usize = 16;

/**
 * Compares the pixels of a packet with all thresholds of a forest: bit = (value <= threshold).
 *
 * `table` has an entry for each plane that the forest looks at: u32 plane, u32 pointer to its distinct thresholds (float32,
 * ascending, padded with +Infinity to a multiple of 4), u32 how many they are, u32 number of the first of them in `bits`.
 * `pixels` points at the packet's first pixel in plane 0; planes are `planeBytes` apart, rows `rowBytes`. 32 columns are read
 * whatever the width; `rows` (1 … 8) may be fewer than a packet has, the bits of the others then mean nothing.
 *
 * Neighbours have similar values: a threshold outside the range of half a packet is the same bit for all its pixels and needs no
 * comparing. `ranges` remembers per plane and half (u32 first, u32 end) which thresholds are not constant in `bits`, so that
 * constant ones are written only where they change; before the first call it says that all are not.
 *
 * Values must not be NaN. Cost: two operations a pixel and plane, and one for each threshold within the range.
 */
export function forestCompare(
  table: usize,
  entries: u32,
  planeBytes: usize,
  pixels: usize,
  rowBytes: usize,
  rows: u32,
  bits: usize,
  ranges: usize,
): void {
  for (const end = table + <usize>entries * ENTRY; table < end; table += ENTRY, ranges += 16) {
    const source = pixels + <usize>load<u32>(table) * planeBytes;
    const thresholds = <usize>load<u32>(table, 4);
    const count = load<u32>(table, 8);
    const out = bits + <usize>load<u32>(table, 12) * SLOT;
    compareHalf(source, rowBytes, rows, thresholds, count, out, ranges);
    compareHalf(source + 64, rowBytes, rows, thresholds, count, out + 16, ranges + 8);
  }
}

/** 16 columns of one plane. */
@inline
function compareHalf(
  source: usize,
  rowBytes: usize,
  rows: u32,
  thresholds: usize,
  count: u32,
  out: usize,
  range: usize,
): void {
  let low0 = f32x4.splat(Infinity);
  let low1 = low0;
  let high0 = f32x4.splat(-Infinity);
  let high1 = high0;
  for (let row: u32 = 0, at = source; row < rows; row++, at += rowBytes) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    low0 = f32x4.pmin(f32x4.pmin(low0, a), b);
    low1 = f32x4.pmin(f32x4.pmin(low1, c), d);
    high0 = f32x4.pmax(f32x4.pmax(high0, a), b);
    high1 = f32x4.pmax(f32x4.pmax(high1, c), d);
  }
  low0 = f32x4.pmin(low0, low1);
  low0 = f32x4.pmin(low0, v128.shuffle<u32>(low0, low0, 2, 3, 0, 1));
  low0 = f32x4.pmin(low0, v128.shuffle<u32>(low0, low0, 1, 0, 3, 2));
  high0 = f32x4.pmax(high0, high1);
  high0 = f32x4.pmax(high0, v128.shuffle<u32>(high0, high0, 2, 3, 0, 1));
  high0 = f32x4.pmax(high0, v128.shuffle<u32>(high0, high0, 1, 0, 3, 2));

  // Thresholds below the lowest value have no pixel on their left, those from the highest value on have all of them.
  let belowLow = i32x4.splat(0);
  let belowHigh = i32x4.splat(0);
  for (let at = thresholds, end = thresholds + (<usize>count << 2); at < end; at += 16) {
    const four = v128.load(at);
    belowLow = i32x4.sub(belowLow, f32x4.lt(four, low0));
    belowHigh = i32x4.sub(belowHigh, f32x4.lt(four, high0));
  }
  const sums = i32x4.add(
    v128.shuffle<u32>(belowLow, belowHigh, 0, 1, 4, 5),
    v128.shuffle<u32>(belowLow, belowHigh, 2, 3, 6, 7),
  );
  const first = <u32>(i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1));
  const last = <u32>(i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3));
  for (let k = load<u32>(range); k < first; k++) v128.store(out + <usize>k * SLOT, i32x4.splat(0));
  for (let k = last, end = load<u32>(range, 4); k < end; k++) v128.store(out + <usize>k * SLOT, i32x4.splat(-1));
  store<u32>(range, first);
  store<u32>(range, last, 4);

  const from = thresholds + (<usize>first << 2);
  const to = thresholds + (<usize>last << 2);
  let slot = out + <usize>first * SLOT;
  for (let row: u32 = 0; row < rows; row++, source += rowBytes, slot += 2) {
    const a = v128.load(source);
    const b = v128.load(source, 16);
    const c = v128.load(source, 32);
    const d = v128.load(source, 48);
    for (let at = from, bit = slot; at < to; at += 4, bit += SLOT) {
      const threshold = v128.load32_splat(at);
      const left = i16x8.narrow_i32x4_s(f32x4.le(a, threshold), f32x4.le(b, threshold));
      const right = i16x8.narrow_i32x4_s(f32x4.le(c, threshold), f32x4.le(d, threshold));
      store<u16>(bit, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(left, right)));
    }
  }
}
