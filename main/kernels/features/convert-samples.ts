// Samples of any type to float32, the type all features are computed in. Whole numbers beyond 2^24 and float64 are rounded
// to the nearest float32; float samples that are no finite numbers are replaced (see `finite`). `length` is rounded up to a multiple of 4: that much more is read and written; source and
// destination need no alignment and must not overlap.

export function convertUint8(dst: usize, src: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 4, dst += 16, src += 4) {
    v128.store(dst, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(src)))));
  }
}

export function convertInt8(dst: usize, src: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 4, dst += 16, src += 4) {
    v128.store(dst, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(src)))));
  }
}

export function convertUint16(dst: usize, src: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 4, dst += 16, src += 8) {
    v128.store(dst, f32x4.convert_i32x4_s(v128.load16x4_u(src)));
  }
}

export function convertInt16(dst: usize, src: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 4, dst += 16, src += 8) {
    v128.store(dst, f32x4.convert_i32x4_s(v128.load16x4_s(src)));
  }
}

export function convertUint32(dst: usize, src: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 4, dst += 16, src += 16) v128.store(dst, f32x4.convert_i32x4_u(v128.load(src)));
}

export function convertInt32(dst: usize, src: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 4, dst += 16, src += 16) v128.store(dst, f32x4.convert_i32x4_s(v128.load(src)));
}

/** Largest magnitude kept: the filters' sums of such values stay far from infinity, whose differences are not numbers. */
const LARGEST: f32 = 1e30;

/** NaN becomes 0, what lies beyond ±LARGEST becomes that, so that no linear feature is ever NaN or infinite. */
@inline
function finite(samples: v128): v128 {
  const numbers = v128.and(samples, f32x4.eq(samples, samples));
  return f32x4.max(f32x4.min(numbers, f32x4.splat(LARGEST)), f32x4.splat(-LARGEST));
}

export function convertFloat32(dst: usize, src: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 4, dst += 16, src += 16) v128.store(dst, finite(v128.load(src)));
}

export function convertFloat64(dst: usize, src: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i += 4, dst += 16, src += 32) {
    const low = f32x4.demote_f64x2_zero(v128.load(src));
    const high = f32x4.demote_f64x2_zero(v128.load(src, 16));
    v128.store(dst, finite(v128.shuffle<f32>(low, high, 0, 1, 4, 5)));
  }
}
