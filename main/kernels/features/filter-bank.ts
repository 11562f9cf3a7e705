// Several short filters over the same input at once: the folded sums of the input are made once and stay in registers.
//
// Radius 4, shorter filters are padded with zero taps. `step` is the distance between taps in elements: 1 filters along the
// rows, the row stride filters down the columns. `dsts` is a table of `count` pointers, `taps` holds one row of taps per
// output. Columns are rounded up to a multiple of 8: that much more is read and written. Border: none, the caller pads.

/** Symmetric filters, five taps each: out = t0 in[0] + sum over k = 1 … 4 of tk (in[-k] + in[k]), in this order. */
export function evenBank(
  dsts: usize, count: u32, dstStride: u32, src: usize, srcStride: u32, step: u32, width: u32, rows: u32, taps: usize,
): void {
  const s1: usize = (<usize>step) << 2;
  const s2 = 2 * s1;
  const s3 = 3 * s1;
  const s4 = 4 * s1;
  let offset: usize = 0;
  for (let y: u32 = 0; y < rows; y++) {
    const bytes: usize = (<usize>width) << 2;
    for (let x: usize = 0; x < bytes; x += 32) {
      const at = src + x;
      const a0 = v128.load(at);
      const b0 = v128.load(at, 16);
      const a1 = f32x4.add(v128.load(at - s1), v128.load(at + s1));
      const b1 = f32x4.add(v128.load(at - s1, 16), v128.load(at + s1, 16));
      const a2 = f32x4.add(v128.load(at - s2), v128.load(at + s2));
      const b2 = f32x4.add(v128.load(at - s2, 16), v128.load(at + s2, 16));
      const a3 = f32x4.add(v128.load(at - s3), v128.load(at + s3));
      const b3 = f32x4.add(v128.load(at - s3, 16), v128.load(at + s3, 16));
      const a4 = f32x4.add(v128.load(at - s4), v128.load(at + s4));
      const b4 = f32x4.add(v128.load(at - s4, 16), v128.load(at + s4, 16));
      let t = taps;
      for (let i: u32 = 0; i < count; i++, t += 20) {
        let tap = v128.load32_splat(t);
        let a = f32x4.mul(a0, tap);
        let b = f32x4.mul(b0, tap);
        tap = v128.load32_splat(t, 4);
        a = f32x4.add(a, f32x4.mul(a1, tap));
        b = f32x4.add(b, f32x4.mul(b1, tap));
        tap = v128.load32_splat(t, 8);
        a = f32x4.add(a, f32x4.mul(a2, tap));
        b = f32x4.add(b, f32x4.mul(b2, tap));
        tap = v128.load32_splat(t, 12);
        a = f32x4.add(a, f32x4.mul(a3, tap));
        b = f32x4.add(b, f32x4.mul(b3, tap));
        tap = v128.load32_splat(t, 16);
        a = f32x4.add(a, f32x4.mul(a4, tap));
        b = f32x4.add(b, f32x4.mul(b4, tap));
        const to = <usize>load<u32>(dsts + ((<usize>i) << 2)) + offset + x;
        v128.store(to, a);
        v128.store(to, b, 16);
      }
    }
    src += (<usize>srcStride) << 2;
    offset += (<usize>dstStride) << 2;
  }
}

/** Antisymmetric filters, four taps each: out = sum over k = 1 … 4 of tk (in[k] - in[-k]), in this order. */
export function oddBank(
  dsts: usize, count: u32, dstStride: u32, src: usize, srcStride: u32, step: u32, width: u32, rows: u32, taps: usize,
): void {
  const s1: usize = (<usize>step) << 2;
  const s2 = 2 * s1;
  const s3 = 3 * s1;
  const s4 = 4 * s1;
  let offset: usize = 0;
  for (let y: u32 = 0; y < rows; y++) {
    const bytes: usize = (<usize>width) << 2;
    for (let x: usize = 0; x < bytes; x += 32) {
      const at = src + x;
      const a1 = f32x4.sub(v128.load(at + s1), v128.load(at - s1));
      const b1 = f32x4.sub(v128.load(at + s1, 16), v128.load(at - s1, 16));
      const a2 = f32x4.sub(v128.load(at + s2), v128.load(at - s2));
      const b2 = f32x4.sub(v128.load(at + s2, 16), v128.load(at - s2, 16));
      const a3 = f32x4.sub(v128.load(at + s3), v128.load(at - s3));
      const b3 = f32x4.sub(v128.load(at + s3, 16), v128.load(at - s3, 16));
      const a4 = f32x4.sub(v128.load(at + s4), v128.load(at - s4));
      const b4 = f32x4.sub(v128.load(at + s4, 16), v128.load(at - s4, 16));
      let t = taps;
      for (let i: u32 = 0; i < count; i++, t += 16) {
        let tap = v128.load32_splat(t);
        let a = f32x4.mul(a1, tap);
        let b = f32x4.mul(b1, tap);
        tap = v128.load32_splat(t, 4);
        a = f32x4.add(a, f32x4.mul(a2, tap));
        b = f32x4.add(b, f32x4.mul(b2, tap));
        tap = v128.load32_splat(t, 8);
        a = f32x4.add(a, f32x4.mul(a3, tap));
        b = f32x4.add(b, f32x4.mul(b3, tap));
        tap = v128.load32_splat(t, 12);
        a = f32x4.add(a, f32x4.mul(a4, tap));
        b = f32x4.add(b, f32x4.mul(b4, tap));
        const to = <usize>load<u32>(dsts + ((<usize>i) << 2)) + offset + x;
        v128.store(to, a);
        v128.store(to, b, 16);
      }
    }
    src += (<usize>srcStride) << 2;
    offset += (<usize>dstStride) << 2;
  }
}
