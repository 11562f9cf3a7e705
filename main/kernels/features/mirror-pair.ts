/**
 * Filters two images along the rows and writes their difference and their sum:
 *
 * minus = E - O, plus = E + O
 * E[x] = e0 even[x] + sum over k = 1 … 3 of ek (even[x + k] + even[x - k])
 * O[x] = sum over k = 1 … 3 of ok (odd[x + k] - odd[x - k])
 *
 * With even and odd filtered down the columns before, `minus` is a filter oblique to the axes and `plus` its mirror image.
 *
 * float32 rows, strides in elements; `taps` holds e0 … e3, o1 … o3. Columns are rounded up to a multiple of 4: that much
 * more is read and written. Border: none, the caller pads the input.
 */
export function mirrorPair(
  minus: usize, plus: usize, dstStride: u32, even: usize, odd: usize, srcStride: u32, width: u32, rows: u32, taps: usize,
): void {
  const e0 = v128.load32_splat(taps);
  const e1 = v128.load32_splat(taps, 4);
  const e2 = v128.load32_splat(taps, 8);
  const e3 = v128.load32_splat(taps, 12);
  const o1 = v128.load32_splat(taps, 16);
  const o2 = v128.load32_splat(taps, 20);
  const o3 = v128.load32_splat(taps, 24);
  const bytes: usize = (<usize>width) << 2;
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < bytes; x += 16) {
      const p = even + x;
      const q = odd + x;
      let e = f32x4.mul(v128.load(p), e0);
      e = f32x4.add(e, f32x4.mul(f32x4.add(v128.load(p, 4), v128.load(p - 4)), e1));
      e = f32x4.add(e, f32x4.mul(f32x4.add(v128.load(p, 8), v128.load(p - 8)), e2));
      e = f32x4.add(e, f32x4.mul(f32x4.add(v128.load(p, 12), v128.load(p - 12)), e3));
      let o = f32x4.mul(f32x4.sub(v128.load(q, 4), v128.load(q - 4)), o1);
      o = f32x4.add(o, f32x4.mul(f32x4.sub(v128.load(q, 8), v128.load(q - 8)), o2));
      o = f32x4.add(o, f32x4.mul(f32x4.sub(v128.load(q, 12), v128.load(q - 12)), o3));
      v128.store(minus + x, f32x4.sub(e, o));
      v128.store(plus + x, f32x4.add(e, o));
    }
    even += (<usize>srcStride) << 2;
    odd += (<usize>srcStride) << 2;
    minus += (<usize>dstStride) << 2;
    plus += (<usize>dstStride) << 2;
  }
}
