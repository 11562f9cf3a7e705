// Filters of radius 4, one or two at a time over the same input. Shorter ones are padded with zero taps.
//
// All taps stay in registers, which is why there are at most two filters: with more, loading taps costs more time than
// sharing the folded sums saves. `step` is the distance between taps in elements: 1 filters along the rows, the row stride
// filters down the columns. float32 rows, strides in elements. Columns are rounded up to a multiple of 4: that much more is
// read and written. Border: none, the caller pads the input.

/** out = t0 in[0] + sum over k = 1 … 4 of tk (in[-k] + in[k]), in this order; `taps` holds t0 … t4. */
export function shortEven(
  dst: usize, dstStride: u32, src: usize, srcStride: u32, step: u32, width: u32, rows: u32, taps: usize,
): void {
  const s1: usize = (<usize>step) << 2;
  const s2: usize = s1 << 1;
  const s3: usize = s1 + s2;
  const s4: usize = s1 << 2;
  const t0 = v128.load32_splat(taps);
  const t1 = v128.load32_splat(taps, 4);
  const t2 = v128.load32_splat(taps, 8);
  const t3 = v128.load32_splat(taps, 12);
  const t4 = v128.load32_splat(taps, 16);
  const bytes: usize = (<usize>width) << 2;
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < bytes; x += 16) {
      const at = src + x;
      let a = f32x4.mul(v128.load(at), t0);
      a = f32x4.add(a, f32x4.mul(f32x4.add(v128.load(at - s1), v128.load(at + s1)), t1));
      a = f32x4.add(a, f32x4.mul(f32x4.add(v128.load(at - s2), v128.load(at + s2)), t2));
      a = f32x4.add(a, f32x4.mul(f32x4.add(v128.load(at - s3), v128.load(at + s3)), t3));
      a = f32x4.add(a, f32x4.mul(f32x4.add(v128.load(at - s4), v128.load(at + s4)), t4));
      v128.store(dst + x, a);
    }
    src += (<usize>srcStride) << 2;
    dst += (<usize>dstStride) << 2;
  }
}

/** Two filters as `shortEven`; `taps` holds those of the first, then those of the second. */
export function shortEvenPair(
  dstA: usize, dstB: usize, dstStride: u32, src: usize, srcStride: u32, step: u32, width: u32, rows: u32, taps: usize,
): void {
  const s1: usize = (<usize>step) << 2;
  const s2: usize = s1 << 1;
  const s3: usize = s1 + s2;
  const s4: usize = s1 << 2;
  const t0 = v128.load32_splat(taps);
  const t1 = v128.load32_splat(taps, 4);
  const t2 = v128.load32_splat(taps, 8);
  const t3 = v128.load32_splat(taps, 12);
  const t4 = v128.load32_splat(taps, 16);
  const u0 = v128.load32_splat(taps, 20);
  const u1 = v128.load32_splat(taps, 24);
  const u2 = v128.load32_splat(taps, 28);
  const u3 = v128.load32_splat(taps, 32);
  const u4 = v128.load32_splat(taps, 36);
  const bytes: usize = (<usize>width) << 2;
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < bytes; x += 16) {
      const at = src + x;
      let sum = v128.load(at);
      let a = f32x4.mul(sum, t0);
      let b = f32x4.mul(sum, u0);
      sum = f32x4.add(v128.load(at - s1), v128.load(at + s1));
      a = f32x4.add(a, f32x4.mul(sum, t1));
      b = f32x4.add(b, f32x4.mul(sum, u1));
      sum = f32x4.add(v128.load(at - s2), v128.load(at + s2));
      a = f32x4.add(a, f32x4.mul(sum, t2));
      b = f32x4.add(b, f32x4.mul(sum, u2));
      sum = f32x4.add(v128.load(at - s3), v128.load(at + s3));
      a = f32x4.add(a, f32x4.mul(sum, t3));
      b = f32x4.add(b, f32x4.mul(sum, u3));
      sum = f32x4.add(v128.load(at - s4), v128.load(at + s4));
      a = f32x4.add(a, f32x4.mul(sum, t4));
      b = f32x4.add(b, f32x4.mul(sum, u4));
      v128.store(dstA + x, a);
      v128.store(dstB + x, b);
    }
    src += (<usize>srcStride) << 2;
    dstA += (<usize>dstStride) << 2;
    dstB += (<usize>dstStride) << 2;
  }
}

/** out = sum over k = 1 … 4 of tk (in[k] - in[-k]), in this order; `taps` holds t1 … t4. */
export function shortOdd(
  dst: usize, dstStride: u32, src: usize, srcStride: u32, step: u32, width: u32, rows: u32, taps: usize,
): void {
  const s1: usize = (<usize>step) << 2;
  const s2: usize = s1 << 1;
  const s3: usize = s1 + s2;
  const s4: usize = s1 << 2;
  const t1 = v128.load32_splat(taps);
  const t2 = v128.load32_splat(taps, 4);
  const t3 = v128.load32_splat(taps, 8);
  const t4 = v128.load32_splat(taps, 12);
  const bytes: usize = (<usize>width) << 2;
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < bytes; x += 16) {
      const at = src + x;
      let a = f32x4.mul(f32x4.sub(v128.load(at + s1), v128.load(at - s1)), t1);
      a = f32x4.add(a, f32x4.mul(f32x4.sub(v128.load(at + s2), v128.load(at - s2)), t2));
      a = f32x4.add(a, f32x4.mul(f32x4.sub(v128.load(at + s3), v128.load(at - s3)), t3));
      a = f32x4.add(a, f32x4.mul(f32x4.sub(v128.load(at + s4), v128.load(at - s4)), t4));
      v128.store(dst + x, a);
    }
    src += (<usize>srcStride) << 2;
    dst += (<usize>dstStride) << 2;
  }
}

/** Two filters as `shortOdd`; `taps` holds those of the first, then those of the second. */
export function shortOddPair(
  dstA: usize, dstB: usize, dstStride: u32, src: usize, srcStride: u32, step: u32, width: u32, rows: u32, taps: usize,
): void {
  const s1: usize = (<usize>step) << 2;
  const s2: usize = s1 << 1;
  const s3: usize = s1 + s2;
  const s4: usize = s1 << 2;
  const t1 = v128.load32_splat(taps);
  const t2 = v128.load32_splat(taps, 4);
  const t3 = v128.load32_splat(taps, 8);
  const t4 = v128.load32_splat(taps, 12);
  const u1 = v128.load32_splat(taps, 16);
  const u2 = v128.load32_splat(taps, 20);
  const u3 = v128.load32_splat(taps, 24);
  const u4 = v128.load32_splat(taps, 28);
  const bytes: usize = (<usize>width) << 2;
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < bytes; x += 16) {
      const at = src + x;
      let difference = f32x4.sub(v128.load(at + s1), v128.load(at - s1));
      let a = f32x4.mul(difference, t1);
      let b = f32x4.mul(difference, u1);
      difference = f32x4.sub(v128.load(at + s2), v128.load(at - s2));
      a = f32x4.add(a, f32x4.mul(difference, t2));
      b = f32x4.add(b, f32x4.mul(difference, u2));
      difference = f32x4.sub(v128.load(at + s3), v128.load(at - s3));
      a = f32x4.add(a, f32x4.mul(difference, t3));
      b = f32x4.add(b, f32x4.mul(difference, u3));
      difference = f32x4.sub(v128.load(at + s4), v128.load(at - s4));
      a = f32x4.add(a, f32x4.mul(difference, t4));
      b = f32x4.add(b, f32x4.mul(difference, u4));
      v128.store(dstA + x, a);
      v128.store(dstB + x, b);
    }
    src += (<usize>srcStride) << 2;
    dstA += (<usize>dstStride) << 2;
    dstB += (<usize>dstStride) << 2;
  }
}
