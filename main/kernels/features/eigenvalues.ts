/**
 * Eigenvalues of the symmetric matrices [[xx, xy], [xy, yy]], pixel by pixel:
 *
 * larger, smaller = (xx + yy) / 2 ± sqrt(((xx - yy) / 2)² + xy²)
 *
 * float32 rows, strides in elements; both outputs share `dstStride`, the inputs `srcStride`. Columns are rounded up to a
 * multiple of 4: that much more is read and written.
 */
export function symmetricEigenvalues(
  larger: usize, smaller: usize, dstStride: u32, xx: usize, xy: usize, yy: usize, srcStride: u32, width: u32, rows: u32,
): void {
  const half = f32x4.splat(0.5);
  const bytes: usize = (<usize>width) << 2;
  const step: usize = (<usize>srcStride) << 2;
  for (let row: u32 = 0; row < rows; row++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const a = f32x4.mul(v128.load(xx + i), half);
      const b = v128.load(xy + i);
      const c = f32x4.mul(v128.load(yy + i), half);
      const mean = f32x4.add(a, c);
      const off = f32x4.sub(a, c);
      const spread = f32x4.sqrt(f32x4.add(f32x4.mul(off, off), f32x4.mul(b, b)));
      v128.store(larger + i, f32x4.add(mean, spread));
      v128.store(smaller + i, f32x4.sub(mean, spread));
    }
    xx += step;
    xy += step;
    yy += step;
    larger += (<usize>dstStride) << 2;
    smaller += (<usize>dstStride) << 2;
  }
}
