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
 * Neighbours have similar values: a threshold outside the packet's range is the same bit for all pixels and needs no
 * comparing. `ranges` remembers per plane (u32 first, u32 end) which thresholds are not constant in `bits`, so that constant
 * ones are written only where they change; before the first call it says that all are not.
 *
 * Values must not be NaN. Cost: two operations a pixel and plane, and a third for each threshold within the range.
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
  for (const end = table + <usize>entries * ENTRY; table < end; table += ENTRY, ranges += 8) {
    const source = pixels + <usize>load<u32>(table) * planeBytes;
    const thresholds = <usize>load<u32>(table, 4);
    const count = load<u32>(table, 8);
    const out = bits + <usize>load<u32>(table, 12) * SLOT;

    let low0 = f32x4.splat(Infinity);
    let low1 = low0;
    let low2 = low0;
    let low3 = low0;
    let high0 = f32x4.splat(-Infinity);
    let high1 = high0;
    let high2 = high0;
    let high3 = high0;
    for (let row: u32 = 0, at = source; row < rows; row++, at += rowBytes) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const d = v128.load(at, 48);
      low0 = f32x4.pmin(low0, a);
      low1 = f32x4.pmin(low1, b);
      low2 = f32x4.pmin(low2, c);
      low3 = f32x4.pmin(low3, d);
      high0 = f32x4.pmax(high0, a);
      high1 = f32x4.pmax(high1, b);
      high2 = f32x4.pmax(high2, c);
      high3 = f32x4.pmax(high3, d);
      const e = v128.load(at, 64);
      const f = v128.load(at, 80);
      const g = v128.load(at, 96);
      const h = v128.load(at, 112);
      low0 = f32x4.pmin(low0, e);
      low1 = f32x4.pmin(low1, f);
      low2 = f32x4.pmin(low2, g);
      low3 = f32x4.pmin(low3, h);
      high0 = f32x4.pmax(high0, e);
      high1 = f32x4.pmax(high1, f);
      high2 = f32x4.pmax(high2, g);
      high3 = f32x4.pmax(high3, h);
    }
    low0 = f32x4.pmin(f32x4.pmin(low0, low1), f32x4.pmin(low2, low3));
    low0 = f32x4.pmin(low0, v128.shuffle<u32>(low0, low0, 2, 3, 0, 1));
    low0 = f32x4.pmin(low0, v128.shuffle<u32>(low0, low0, 1, 0, 3, 2));
    high0 = f32x4.pmax(f32x4.pmax(high0, high1), f32x4.pmax(high2, high3));
    high0 = f32x4.pmax(high0, v128.shuffle<u32>(high0, high0, 2, 3, 0, 1));
    high0 = f32x4.pmax(high0, v128.shuffle<u32>(high0, high0, 1, 0, 3, 2));

    // Thresholds below the lowest value have no pixel on their left, those from the highest value on have all of them.
    let belowLow = i32x4.splat(0);
    let belowHigh = i32x4.splat(0);
    for (let at = thresholds, last = thresholds + (<usize>count << 2); at < last; at += 16) {
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
    for (let k = load<u32>(ranges); k < first; k++) fillSlot(out + <usize>k * SLOT, 0);
    for (let k = last, wasLast = load<u32>(ranges, 4); k < wasLast; k++) fillSlot(out + <usize>k * SLOT, -1);
    store<u32>(ranges, first);
    store<u32>(ranges, last, 4);

    if (first < last) {
      const from = thresholds + (<usize>first << 2);
      const to = thresholds + (<usize>last << 2);
      const slot = out + <usize>first * SLOT;
      compareHalf(source, rowBytes, rows, from, to, slot);
      compareHalf(source + 64, rowBytes, rows, from, to, slot + 16);
    }
  }
}

/** Compares 16 columns with the thresholds at `from` … `to`, one slot apart in `slot`. */
@inline
function compareHalf(source: usize, rowBytes: usize, rows: u32, from: usize, to: usize, slot: usize): void {
  for (let row: u32 = 0; row < rows; row++, source += rowBytes, slot += 2) {
    const a = v128.load(source);
    const b = v128.load(source, 16);
    const c = v128.load(source, 32);
    const d = v128.load(source, 48);
    for (let at = from, out = slot; at < to; at += 4, out += SLOT) {
      const threshold = v128.load32_splat(at);
      const low = i16x8.narrow_i32x4_s(f32x4.le(a, threshold), f32x4.le(b, threshold));
      const high = i16x8.narrow_i32x4_s(f32x4.le(c, threshold), f32x4.le(d, threshold));
      store<u16>(out, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)));
    }
  }
}

@inline
function fillSlot(slot: usize, word: i32): void {
  const bits = i32x4.splat(word);
  v128.store(slot, bits);
  v128.store(slot, bits, 16);
}
