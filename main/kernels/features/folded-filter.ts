// One-dimensional filters whose two halves are the same but for a sign: the inner loops of every Gaussian (even) and of its first
// derivatives and sine waves (odd).
//
// even: out[x] = t[0] in[x] + sum over k = 1 … radius of t[k] (in[x - k step] + in[x + k step])
// odd:  out[x] =              sum over k = 1 … radius of t[k] (in[x + k step] - in[x - k step])
//
// Images are float32 rows, strides in elements; `taps` holds radius + 1 float32, of which an odd filter does not use the first.
// Border: none, the caller pads the input.
// Every output is computed by the same operations in the same order wherever it lies, so that results do not depend on
// tiling. Folding halves the multiplications; a sliding window of registers reads each input once per four outputs, so the
// additions alone set the pace: 2 radius per output (two four-lane additions a cycle on the machines measured).

/**
 * Filters down the columns, four rows at a time, in the order k = 0, 1, 2, …
 * Columns are rounded up to a multiple of 4, rows to a multiple of 4: that much more is read and written.
 */
export function evenFilterDown(
  dst: usize, dstStride: u32, src: usize, srcStride: u32, width: u32, rows: u32, taps: usize, radius: u32,
): void {
  filterDown(false, dst, dstStride, src, srcStride, width, rows, taps, radius);
}

/** As evenFilterDown, for an odd filter. */
export function oddFilterDown(
  dst: usize, dstStride: u32, src: usize, srcStride: u32, width: u32, rows: u32, taps: usize, radius: u32,
): void {
  filterDown(true, dst, dstStride, src, srcStride, width, rows, taps, radius);
}

/**
 * Filters along the rows, sixteen columns at a time, in the order k = 0, 4, 8, …, 1, 5, …, 2, 6, …, 3, 7, …
 * Columns are rounded up to a multiple of 16: that much more is read and written.
 */
export function evenFilterAlong(
  dst: usize, dstStride: u32, src: usize, srcStride: u32, width: u32, rows: u32, taps: usize, radius: u32,
): void {
  filterAlong(false, dst, dstStride, src, srcStride, width, rows, taps, radius);
}

/** As evenFilterAlong, for an odd filter. */
export function oddFilterAlong(
  dst: usize, dstStride: u32, src: usize, srcStride: u32, width: u32, rows: u32, taps: usize, radius: u32,
): void {
  filterAlong(true, dst, dstStride, src, srcStride, width, rows, taps, radius);
}

@inline
function pairOf(odd: bool, left: v128, right: v128): v128 {
  return odd ? f32x4.sub(right, left) : f32x4.add(left, right);
}

@inline
function startOf(odd: bool, middle: v128, center: v128): v128 {
  return odd ? f32x4.splat(0) : f32x4.mul(middle, center);
}

@inline
function filterDown(
  odd: bool, dst: usize, dstStride: u32, src: usize, srcStride: u32, width: u32, rows: u32, taps: usize, radius: u32,
): void {
  const step: usize = (<usize>srcStride) << 2;
  const out: usize = (<usize>dstStride) << 2;
  const last = taps + ((<usize>radius) << 2);
  const center = v128.load32_splat(taps);
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
      let a0 = startOf(odd, l0, center);
      let a1 = startOf(odd, l1, center);
      let a2 = startOf(odd, l2, center);
      let a3 = startOf(odd, l3, center);
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
        a0 = f32x4.add(a0, f32x4.mul(pairOf(odd, l0, r0), tap));
        a1 = f32x4.add(a1, f32x4.mul(pairOf(odd, l1, r1), tap));
        a2 = f32x4.add(a2, f32x4.mul(pairOf(odd, l2, r2), tap));
        a3 = f32x4.add(a3, f32x4.mul(pairOf(odd, l3, r3), tap));
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

@inline
function filterAlong(
  odd: bool, dst: usize, dstStride: u32, src: usize, srcStride: u32, width: u32, rows: u32, taps: usize, radius: u32,
): void {
  const last = taps + ((<usize>radius) << 2);
  const center = v128.load32_splat(taps);
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
      let a0 = startOf(odd, l0, center);
      let a1 = startOf(odd, l1, center);
      let a2 = startOf(odd, l2, center);
      let a3 = startOf(odd, l3, center);
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
          a0 = f32x4.add(a0, f32x4.mul(pairOf(odd, l0, r0), tap));
          a1 = f32x4.add(a1, f32x4.mul(pairOf(odd, l1, r1), tap));
          a2 = f32x4.add(a2, f32x4.mul(pairOf(odd, l2, r2), tap));
          a3 = f32x4.add(a3, f32x4.mul(pairOf(odd, l3, r3), tap));
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
