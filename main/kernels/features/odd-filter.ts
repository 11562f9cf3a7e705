// Antisymmetric one-dimensional filters: first derivatives of Gaussians and sine waves.
//
// out[x] = sum over k = 1 … radius of t[k] (in[x + k step] - in[x - k step])
//
// Layout, border, sliding windows and what is rounded up are those of even-filter.ts; `taps` holds radius + 1 float32, the
// first unused.

/** Filters down the columns, four rows at a time, in the order k = 1, 2, 3, … */
export function oddFilterDown(
  dst: usize, dstStride: u32, src: usize, srcStride: u32, width: u32, rows: u32, taps: usize, radius: u32,
): void {
  const step: usize = (<usize>srcStride) << 2;
  const out: usize = (<usize>dstStride) << 2;
  const last = taps + ((<usize>radius) << 2);
  for (let y: u32 = 0; y < rows; y += 4) {
    const end = src + ((<usize>width) << 2);
    let to = dst;
    for (let at = src; at < end; at += 16, to += 16) {
      let up = at;
      let down = at + 3 * step;
      let l0 = v128.load(at);
      let l1 = v128.load(at + step);
      let l2 = v128.load(at + 2 * step);
      let l3 = v128.load(down);
      let r0 = l0;
      let r1 = l1;
      let r2 = l2;
      let r3 = l3;
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      for (let t = taps + 4; t <= last; t += 4) {
        up -= step;
        down += step;
        l3 = l2;
        l2 = l1;
        l1 = l0;
        l0 = v128.load(up);
        r0 = r1;
        r1 = r2;
        r2 = r3;
        r3 = v128.load(down);
        const tap = v128.load32_splat(t);
        a0 = f32x4.add(a0, f32x4.mul(f32x4.sub(r0, l0), tap));
        a1 = f32x4.add(a1, f32x4.mul(f32x4.sub(r1, l1), tap));
        a2 = f32x4.add(a2, f32x4.mul(f32x4.sub(r2, l2), tap));
        a3 = f32x4.add(a3, f32x4.mul(f32x4.sub(r3, l3), tap));
      }
      v128.store(to, a0);
      v128.store(to + out, a1);
      v128.store(to + 2 * out, a2);
      v128.store(to + 3 * out, a3);
    }
    src += 4 * step;
    dst += 4 * out;
  }
}

/** Filters along the rows, sixteen columns at a time, in the order k = 4, 8, …, 1, 5, …, 2, 6, …, 3, 7, … */
export function oddFilterAlong(
  dst: usize, dstStride: u32, src: usize, srcStride: u32, width: u32, rows: u32, taps: usize, radius: u32,
): void {
  const last = taps + ((<usize>radius) << 2);
  for (let y: u32 = 0; y < rows; y++) {
    const end = src + ((<usize>width) << 2);
    let to = dst;
    for (let at = src; at < end; at += 64, to += 64) {
      let l0 = v128.load(at);
      let l1 = v128.load(at, 16);
      let l2 = v128.load(at, 32);
      let l3 = v128.load(at, 48);
      let r0 = l0;
      let r1 = l1;
      let r2 = l2;
      let r3 = l3;
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let left = at;
      let right = at + 48;
      let t = taps + 16;
      for (let phase: usize = 4; ; phase += 4) {
        for (; t <= last; t += 16) {
          left -= 16;
          right += 16;
          l3 = l2;
          l2 = l1;
          l1 = l0;
          l0 = v128.load(left);
          r0 = r1;
          r1 = r2;
          r2 = r3;
          r3 = v128.load(right);
          const tap = v128.load32_splat(t);
          a0 = f32x4.add(a0, f32x4.mul(f32x4.sub(r0, l0), tap));
          a1 = f32x4.add(a1, f32x4.mul(f32x4.sub(r1, l1), tap));
          a2 = f32x4.add(a2, f32x4.mul(f32x4.sub(r2, l2), tap));
          a3 = f32x4.add(a3, f32x4.mul(f32x4.sub(r3, l3), tap));
        }
        t = taps + phase;
        if (phase == 16 || t > last) break;
        // The window of the next phase is shifted by one column; it starts one step before its first tap.
        left = at + 16 - phase;
        right = at + 32 + phase;
        l0 = v128.load(left);
        l1 = v128.load(left, 16);
        l2 = v128.load(left, 32);
        r3 = v128.load(right);
        r2 = v128.load(right - 16);
        r1 = v128.load(right - 32);
      }
      v128.store(to, a0);
      v128.store(to, a1, 16);
      v128.store(to, a2, 32);
      v128.store(to, a3, 48);
    }
    src += (<usize>srcStride) << 2;
    dst += (<usize>dstStride) << 2;
  }
}
