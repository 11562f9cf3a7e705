/**
 * Filters two images along the rows and writes their difference and their sum:
 *
 * minus = E - O, plus = E + O
 * E[x] = e0 even[x] + sum over k = 1 … 3 of ek (even[x + k] + even[x - k])
 * O[x] = sum over k = 1 … 3 of ok (odd[x + k] - odd[x - k])
 *
 * With even and odd filtered down the columns before, `minus` is a filter oblique to the axes and `plus` its mirror image.
 *
 * float32 rows, strides in elements; `taps` holds e0 … e3, o1 … o3. Columns are rounded up to a multiple of 8: that much
 * more is read and written. Border: none, the caller pads the input.
 */
export function mirrorPair(
  minus: usize, plus: usize, dstStride: u32, even: usize, odd: usize, srcStride: u32, width: u32, rows: u32, taps: usize,
): void {
  const bytes: usize = (<usize>width) << 2;
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < bytes; x += 32) {
      const p = even + x;
      const q = odd + x;
      let tap = v128.load32_splat(taps);
      let e0 = f32x4.mul(v128.load(p), tap);
      let e1 = f32x4.mul(v128.load(p, 16), tap);
      tap = v128.load32_splat(taps, 4);
      e0 = f32x4.add(e0, f32x4.mul(f32x4.add(v128.load(p, 4), v128.load(p - 4)), tap));
      e1 = f32x4.add(e1, f32x4.mul(f32x4.add(v128.load(p, 20), v128.load(p, 12)), tap));
      tap = v128.load32_splat(taps, 8);
      e0 = f32x4.add(e0, f32x4.mul(f32x4.add(v128.load(p, 8), v128.load(p - 8)), tap));
      e1 = f32x4.add(e1, f32x4.mul(f32x4.add(v128.load(p, 24), v128.load(p, 8)), tap));
      tap = v128.load32_splat(taps, 12);
      e0 = f32x4.add(e0, f32x4.mul(f32x4.add(v128.load(p, 12), v128.load(p - 12)), tap));
      e1 = f32x4.add(e1, f32x4.mul(f32x4.add(v128.load(p, 28), v128.load(p, 4)), tap));
      tap = v128.load32_splat(taps, 16);
      let o0 = f32x4.mul(f32x4.sub(v128.load(q, 4), v128.load(q - 4)), tap);
      let o1 = f32x4.mul(f32x4.sub(v128.load(q, 20), v128.load(q, 12)), tap);
      tap = v128.load32_splat(taps, 20);
      o0 = f32x4.add(o0, f32x4.mul(f32x4.sub(v128.load(q, 8), v128.load(q - 8)), tap));
      o1 = f32x4.add(o1, f32x4.mul(f32x4.sub(v128.load(q, 24), v128.load(q, 8)), tap));
      tap = v128.load32_splat(taps, 24);
      o0 = f32x4.add(o0, f32x4.mul(f32x4.sub(v128.load(q, 12), v128.load(q - 12)), tap));
      o1 = f32x4.add(o1, f32x4.mul(f32x4.sub(v128.load(q, 28), v128.load(q, 4)), tap));
      v128.store(minus + x, f32x4.sub(e0, o0));
      v128.store(minus + x, f32x4.sub(e1, o1), 16);
      v128.store(plus + x, f32x4.add(e0, o0));
      v128.store(plus + x, f32x4.add(e1, o1), 16);
    }
    even += (<usize>srcStride) << 2;
    odd += (<usize>srcStride) << 2;
    minus += (<usize>dstStride) << 2;
    plus += (<usize>dstStride) << 2;
  }
}
