/** out = a + b, float32 rows, strides in elements. Columns are rounded up to a multiple of 4: that much more is read and written. */
export function addPlanes(dst: usize, dstStride: u32, a: usize, b: usize, srcStride: u32, width: u32, rows: u32): void {
  const bytes: usize = (<usize>width) << 2;
  for (let row: u32 = 0; row < rows; row++) {
    for (let i: usize = 0; i < bytes; i += 16) v128.store(dst + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
    a += (<usize>srcStride) << 2;
    b += (<usize>srcStride) << 2;
    dst += (<usize>dstStride) << 2;
  }
}
