// What the two first derivatives of an image say together. float32 rows, strides in elements. Columns are rounded up to a
// multiple of 4: that much more is read and written.

/** out = sqrt(x² + y²) */
export function gradientMagnitude(dst: usize, dstStride: u32, x: usize, y: usize, srcStride: u32, width: u32, rows: u32): void {
  const bytes: usize = (<usize>width) << 2;
  for (let row: u32 = 0; row < rows; row++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const a = v128.load(x + i);
      const b = v128.load(y + i);
      v128.store(dst + i, f32x4.sqrt(f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b))));
    }
    x += (<usize>srcStride) << 2;
    y += (<usize>srcStride) << 2;
    dst += (<usize>dstStride) << 2;
  }
}

/** Largest product kept: filtering sums of such values stays far from infinity, whose differences are not numbers. */
const LARGEST: f32 = 1e30;

/** xx = x², xy = x y, yy = y², all rows of one stride; magnitudes beyond 1e30 become that. */
export function gradientProducts(
  xx: usize, xy: usize, yy: usize, x: usize, y: usize, stride: u32, width: u32, rows: u32,
): void {
  const high = f32x4.splat(LARGEST);
  const low = f32x4.splat(-LARGEST);
  const bytes: usize = (<usize>width) << 2;
  const step: usize = (<usize>stride) << 2;
  for (let row: u32 = 0; row < rows; row++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const a = v128.load(x + i);
      const b = v128.load(y + i);
      v128.store(xx + i, f32x4.min(f32x4.mul(a, a), high));
      v128.store(xy + i, f32x4.max(f32x4.min(f32x4.mul(a, b), high), low));
      v128.store(yy + i, f32x4.min(f32x4.mul(b, b), high));
    }
    x += step;
    y += step;
    xx += step;
    xy += step;
    yy += step;
  }
}
