import { exp2 } from './exp2';

/** 2^23: a float32 from 0 up to 2^23 added to it is rounded to a whole number, which then stands in the low bits. */
const TO_INTEGER: f32 = 8388608;

/** 181 · 2^(-bits / 2), rounded, in four 32-bit lanes, where bits = base + sum over channels of (here - there)². */
@inline
function weights(here: usize, there: usize, channels: u32, planeBytes: usize, base: v128): v128 {
  let bits = base;
  for (let c: u32 = 0; c < channels; c++) {
    const difference = f32x4.sub(v128.load(here), v128.load(there));
    bits = f32x4.add(bits, f32x4.mul(difference, difference));
    here += planeBytes;
    there += planeBytes;
  }
  const weight = f32x4.mul(exp2(f32x4.mul(bits, f32x4.splat(-0.5))), f32x4.splat(181));
  return v128.and(f32x4.add(weight, f32x4.splat(TO_INTEGER)), i32x4.splat(0xffff));
}

/**
 * Weights of the pairs that each pixel makes with its neighbours at `count` places, as their roots in 181sts: a byte then tells small
 * weights apart that a noisy image has by the hundred, and its square still fits 16 bits.
 *
 * dst[y][k][x] = 181 · 2^(-bits / 2), rounded; bits = base[k] + sum over channels of (f[y][x] - f[y + dy][x + dx])²
 *
 * `src` is the first pixel of float32 features, shape (channels, rows, columns) with planes `planeBytes` and rows `stride` elements
 * apart; `neighbours` holds for each place the distance dy · stride + dx as int32, then `base` as float32. `dst` is the first byte of
 * rows of `dstStride` bytes. Columns are rounded up to a multiple of 16. Border: none, the caller pads the features with values
 * that are far from all others.
 */
export function crfPairWeights(
  dst: usize, dstStride: u32, src: usize, stride: u32, planeBytes: usize, channels: u32, width: u32, rows: u32, neighbours: usize,
  count: u32,
): void {
  const bytes: usize = (<usize>width) << 2;
  for (let y: u32 = 0; y < rows; y++) {
    for (let k: u32 = 0; k < count; k++) {
      const entry = neighbours + ((<usize>k) << 3);
      const ahead: isize = (<isize>load<i32>(entry)) << 2;
      const base = v128.load32_splat(entry, 4);
      let to = dst;
      for (let at: usize = 0; at < bytes; at += 64, to += 16) {
        const here = src + at;
        const there = here + ahead;
        const a = weights(here, there, channels, planeBytes, base);
        const b = weights(here + 16, there + 16, channels, planeBytes, base);
        const c = weights(here + 32, there + 32, channels, planeBytes, base);
        const d = weights(here + 48, there + 48, channels, planeBytes, base);
        v128.store(to, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_u(a, b), i16x8.narrow_i32x4_u(c, d)));
      }
      dst += dstStride;
    }
    src += (<usize>stride) << 2;
  }
}
