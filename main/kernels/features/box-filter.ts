// Means over square windows, by doubling: a window of 2n is the sum of two windows of n, n apart. One addition per output,
// direction and doubling whatever the size, and unlike a running sum every output is the same few operations wherever it
// lies.

/**
 * out = factor (in + in shifted by `shift` elements), float32 rows, strides in elements. A shift of -1 doubles a window
 * along the rows, of minus the row stride down the columns. Columns are rounded up to a multiple of 4: that much more is
 * read and written.
 */
export function addShifted(
  dst: usize, dstStride: u32, src: usize, srcStride: u32, shift: i32, factor: f32, width: u32, rows: u32,
): void {
  const away: isize = (<isize>shift) << 2;
  const bytes: usize = (<usize>width) << 2;
  const scale = f32x4.splat(factor);
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < bytes; x += 16) {
      v128.store(dst + x, f32x4.mul(f32x4.add(v128.load(src + x), v128.load(src + x + away)), scale));
    }
    src += (<usize>srcStride) << 2;
    dst += (<usize>dstStride) << 2;
  }
}
