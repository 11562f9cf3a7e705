// Sums over the neighbours of each pixel, both those of the stored half of the window and their mirror images:
//
// out[y][x] = sum over k of w[y][k][x] · q[y + dy][x + dx] + w[y - dy][k][x - dx] · q[y - dy][x - dx]
//
// Weights are stored as crfPairWeights writes them, as bytes that are squared here; q is int16 (0 … 4095), sums are int32 and exact,
// so that no order of additions matters. They stay below 2^31 (see core/segmentation/crf/crf-field.ts). `neighbours` holds for
// each place two int32: the distance in bytes from w[y][k][x] to w[y - dy][k][x - dx], and dy · stride + dx. `stride` is
// that of q and out in elements. Columns are rounded up to a multiple of 16. Border: none, the caller pads q with zeros.

/** Squares of the first eight bytes: weights are stored as their roots. */
@inline
function low16(roots: v128): v128 {
  const r = i16x8.extend_low_i8x16_u(roots);
  return i16x8.mul(r, r);
}

@inline
function high16(roots: v128): v128 {
  const r = i16x8.extend_high_i8x16_u(roots);
  return i16x8.mul(r, r);
}

/** Adds the products of four pairs of columns, weights already in the order own, mirrored, own, mirrored, … */
@inline
function low(sum: v128, weights: v128, ahead: v128, back: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(weights, v128.shuffle<i16>(ahead, back, 0, 8, 1, 9, 2, 10, 3, 11)));
}

@inline
function high(sum: v128, weights: v128, ahead: v128, back: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(weights, v128.shuffle<i16>(ahead, back, 4, 12, 5, 13, 6, 14, 7, 15)));
}

/** One class. `rowBytes` is the distance of w[y + 1] from w[y], `dstStride` that of w[y][k + 1] from w[y][k]. */
export function crfGather(
  out: usize, q: usize, stride: u32, w: usize, wStride: u32, rowBytes: usize, neighbours: usize, count: u32, width: u32, rows: u32,
): void {
  const end = neighbours + ((<usize>count) << 3);
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < width; x += 16) {
      let s0 = i32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let weight = w + x;
      const center = q + (x << 1);
      for (let entry = neighbours; entry < end; entry += 8, weight += wStride) {
        const distance: isize = (<isize>load<i32>(entry, 4)) << 1;
        const own = v128.load(weight);
        const mirrored = v128.load(weight + <isize>load<i32>(entry));
        const first = v128.shuffle<i8>(own, mirrored, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const second = v128.shuffle<i8>(own, mirrored, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        const ahead = center + distance;
        const back = center - distance;
        let a = v128.load(ahead);
        let b = v128.load(back);
        s0 = low(s0, low16(first), a, b);
        s1 = high(s1, high16(first), a, b);
        a = v128.load(ahead, 16);
        b = v128.load(back, 16);
        s2 = low(s2, low16(second), a, b);
        s3 = high(s3, high16(second), a, b);
      }
      const to = out + (x << 2);
      v128.store(to, s0);
      v128.store(to, s1, 16);
      v128.store(to, s2, 32);
      v128.store(to, s3, 48);
    }
    out += (<usize>stride) << 2;
    q += (<usize>stride) << 1;
    w += rowBytes;
  }
}

/** Two classes with the same weights, which are loaded once; the second class lies `planeElements` behind the first. */
export function crfGatherPair(
  out: usize, q: usize, stride: u32, planeElements: usize, w: usize, wStride: u32, rowBytes: usize, neighbours: usize, count: u32,
  width: u32, rows: u32,
): void {
  const end = neighbours + ((<usize>count) << 3);
  const next: usize = planeElements << 1;
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < width; x += 16) {
      let s0 = i32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let t0 = s0;
      let t1 = s0;
      let t2 = s0;
      let t3 = s0;
      let weight = w + x;
      const center = q + (x << 1);
      for (let entry = neighbours; entry < end; entry += 8, weight += wStride) {
        const distance: isize = (<isize>load<i32>(entry, 4)) << 1;
        const own = v128.load(weight);
        const mirrored = v128.load(weight + <isize>load<i32>(entry));
        const first = v128.shuffle<i8>(own, mirrored, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const second = v128.shuffle<i8>(own, mirrored, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        const w0 = low16(first);
        const w1 = high16(first);
        const w2 = low16(second);
        const w3 = high16(second);
        let ahead = center + distance;
        let back = center - distance;
        let a = v128.load(ahead);
        let b = v128.load(back);
        s0 = low(s0, w0, a, b);
        s1 = high(s1, w1, a, b);
        a = v128.load(ahead, 16);
        b = v128.load(back, 16);
        s2 = low(s2, w2, a, b);
        s3 = high(s3, w3, a, b);
        ahead += next;
        back += next;
        a = v128.load(ahead);
        b = v128.load(back);
        t0 = low(t0, w0, a, b);
        t1 = high(t1, w1, a, b);
        a = v128.load(ahead, 16);
        b = v128.load(back, 16);
        t2 = low(t2, w2, a, b);
        t3 = high(t3, w3, a, b);
      }
      const to = out + (x << 2);
      v128.store(to, s0);
      v128.store(to, s1, 16);
      v128.store(to, s2, 32);
      v128.store(to, s3, 48);
      const other = to + (planeElements << 2);
      v128.store(other, t0);
      v128.store(other, t1, 16);
      v128.store(other, t2, 32);
      v128.store(other, t3, 48);
    }
    out += (<usize>stride) << 2;
    q += (<usize>stride) << 1;
    w += rowBytes;
  }
}
