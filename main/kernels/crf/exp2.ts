/** 1.5 · 2^23: a float32 added to it is rounded to a whole number, which then stands in the low bits of the sum. */
const ROUNDER: f32 = 12582912;

/** Smallest exponent that is told from none. */
const LEAST: f32 = -120;

/**
 * 2^x for four x ≤ 0, relative error below 5e-6; what lies below -120 counts as that. Multiplications and additions only, so that
 * every machine rounds alike. x = n + f with whole n and |f| ≤ 1/2; 2^f by its Taylor polynomial of degree 5.
 */
@inline
export function exp2(x: v128): v128 {
  const bounded = f32x4.max(x, f32x4.splat(LEAST));
  const shifted = f32x4.add(bounded, f32x4.splat(ROUNDER));
  const f = f32x4.sub(bounded, f32x4.sub(shifted, f32x4.splat(ROUNDER)));
  let p = f32x4.add(f32x4.mul(f, f32x4.splat(0.0013333558)), f32x4.splat(0.0096181291));
  p = f32x4.add(f32x4.mul(f, p), f32x4.splat(0.0555041087));
  p = f32x4.add(f32x4.mul(f, p), f32x4.splat(0.2402265070));
  p = f32x4.add(f32x4.mul(f, p), f32x4.splat(0.6931471806));
  p = f32x4.add(f32x4.mul(f, p), f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(shifted, 23));
}
