/**
 * Sobel magnitude sqrt(sx² + sy²) with sx = [1 2 1]ᵀ × [-1 0 1] and sy = [-1 0 1]ᵀ × [1 2 1], not normalised.
 *
 * Copies the input to `copy` on the way (its rows are in registers anyhow). float32 rows, strides in elements; both outputs
 * share `dstStride`. Columns are rounded up to a multiple of 4: that much more is read and written. Halo: 1 pixel, filled by
 * the caller.
 */
export function sobelMagnitude(
  dst: usize, copy: usize, dstStride: u32, src: usize, srcStride: u32, width: u32, rows: u32,
): void {
  const two = f32x4.splat(2);
  const row: usize = (<usize>srcStride) << 2;
  const bytes: usize = (<usize>width) << 2;
  for (let y: u32 = 0; y < rows; y++) {
    for (let x: usize = 0; x < bytes; x += 16) {
      const p = src + x;
      const upLeft = v128.load(p - row - 4);
      const up = v128.load(p - row);
      const upRight = v128.load(p - row + 4);
      const left = v128.load(p - 4);
      const right = v128.load(p, 4);
      const downLeft = v128.load(p + row - 4);
      const down = v128.load(p + row);
      const downRight = v128.load(p + row + 4);
      const sx = f32x4.add(
        f32x4.add(f32x4.sub(upRight, upLeft), f32x4.sub(downRight, downLeft)),
        f32x4.mul(f32x4.sub(right, left), two),
      );
      const sy = f32x4.add(
        f32x4.add(f32x4.sub(downLeft, upLeft), f32x4.sub(downRight, upRight)),
        f32x4.mul(f32x4.sub(down, up), two),
      );
      v128.store(copy + x, v128.load(p));
      v128.store(dst + x, f32x4.sqrt(f32x4.add(f32x4.mul(sx, sx), f32x4.mul(sy, sy))));
    }
    src += row;
    dst += (<usize>dstStride) << 2;
    copy += (<usize>dstStride) << 2;
  }
}
