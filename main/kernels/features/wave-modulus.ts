// Moduli of complex wavelet coefficients from their real parts. float32 rows, all of one stride in elements. Columns are
// rounded up to a multiple of 4: that much more is read and written. `mean` is the image under the wavelet's envelope and
// `share` the part of it that the real part must lose for the wavelet to sum to zero. Moduli whose square overflows (beyond
// 1.8e19) become 1e30: filtering infinities would make what is not a number.

const LARGEST: f32 = 1e30;

@inline
function modulus(re: v128, im: v128): v128 {
  return f32x4.min(f32x4.sqrt(f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im))), f32x4.splat(LARGEST));
}

/** out = |re - share mean + i im| */
export function waveModulus(
  dst: usize, re: usize, im: usize, mean: usize, stride: u32, share: f32, width: u32, rows: u32,
): void {
  const part = f32x4.splat(share);
  const bytes: usize = (<usize>width) << 2;
  const step: usize = (<usize>stride) << 2;
  for (let row: u32 = 0; row < rows; row++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const a = f32x4.sub(v128.load(re + i), f32x4.mul(v128.load(mean + i), part));
      const b = v128.load(im + i);
      v128.store(dst + i, modulus(a, b));
    }
    re += step;
    im += step;
    mean += step;
    dst += step;
  }
}

/**
 * A wavelet and its mirror image from products of cosines (c) and sines (s), along the rows first, down the columns second:
 *
 * plain = |cc - ss - share mean + i (sc + cs)|, mirror = |cc + ss - share mean + i (cs - sc)|
 */
export function waveModulusPair(
  plain: usize, mirror: usize, cc: usize, ss: usize, sc: usize, cs: usize, mean: usize,
  stride: u32, share: f32, width: u32, rows: u32,
): void {
  const part = f32x4.splat(share);
  const bytes: usize = (<usize>width) << 2;
  const step: usize = (<usize>stride) << 2;
  for (let row: u32 = 0; row < rows; row++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const even = f32x4.sub(v128.load(cc + i), f32x4.mul(v128.load(mean + i), part));
      const odd = v128.load(ss + i);
      const along = v128.load(sc + i);
      const down = v128.load(cs + i);
      const re = f32x4.sub(even, odd);
      const im = f32x4.add(down, along);
      v128.store(plain + i, modulus(re, im));
      const re2 = f32x4.add(even, odd);
      const im2 = f32x4.sub(down, along);
      v128.store(mirror + i, modulus(re2, im2));
    }
    cc += step;
    ss += step;
    sc += step;
    cs += step;
    mean += step;
    plain += step;
    mirror += step;
  }
}
