import { exp2 } from './exp2';

const LOG2_E: f32 = 1.4426950408889634;

/** 2^23: see pair-weights. */
const TO_INTEGER: f32 = 8388608;

/**
 * One step of the mean field: the marginals Q of `classes` classes from what the neighbours say.
 *
 * E[k] = unary[k] + pairGain n1 m1[k] + nearGain n2 m2[k], Q = exp E / sum of exp E
 * m1[k] = gathered[k] · unit, m2[k] = filtered[k] - near[k], for all classes but the last
 * m1, m2 of the last class = all1, all2 - sum of the others, because the Q of a pixel add up to 1
 *
 * Then q[k] = Q[k] n1 in 4095ths (int16, rounded) and near[k] = Q[k] n2 for all classes but the last, and where `marginals` is not 0
 * the Q of all classes.
 *
 * Planes have one shape, `planeElements` and rows of `stride` elements; a class's plane follows that of the class before. `unary`,
 * `filtered`, `near`, `marginals` are float32, `gathered` int32; `one` holds the planes n1, all1, n2, all2. `scratch` has room for
 * 16 bytes a class. Columns are rounded up to a multiple of 4.
 */
export function crfUpdate(
  unary: usize, gathered: usize, filtered: usize, near: usize, q: usize, one: usize, marginals: usize, scratch: usize,
  planeElements: usize, stride: u32, width: u32, rows: u32, classes: u32, pairGain: f32, nearGain: f32, unit: f32,
): void {
  const plane = planeElements << 2;
  const last: u32 = classes - 1;
  const zero = f32x4.splat(0);
  for (let y: u32 = 0; y < rows; y++) {
    const row: usize = ((<usize>y) * stride) << 2;
    for (let x: usize = 0; x < width; x += 4) {
      const i = row + (x << 2);
      const n1 = v128.load(one + i);
      const n2 = v128.load(one + 2 * plane + i);
      const gain1 = f32x4.mul(n1, f32x4.splat(pairGain));
      const gain2 = f32x4.mul(n2, f32x4.splat(nearGain));
      let rest1 = v128.load(one + plane + i);
      let rest2 = v128.load(one + 3 * plane + i);
      let most = f32x4.splat(-1e30);
      let at = i;
      for (let k: u32 = 0; k < classes; k++, at += plane) {
        let m1 = rest1;
        let m2 = rest2;
        if (k < last) {
          m1 = f32x4.mul(f32x4.convert_i32x4_s(v128.load(gathered + at)), f32x4.splat(unit));
          m2 = f32x4.sub(v128.load(filtered + at), v128.load(near + at));
          rest1 = f32x4.sub(rest1, m1);
          rest2 = f32x4.sub(rest2, m2);
        }
        const energy = f32x4.add(v128.load(unary + at), f32x4.add(f32x4.mul(gain1, m1), f32x4.mul(gain2, m2)));
        v128.store(scratch + ((<usize>k) << 4), energy);
        most = f32x4.max(most, energy);
      }
      let sum = zero;
      for (let k: u32 = 0; k < classes; k++) {
        const to = scratch + ((<usize>k) << 4);
        const value = exp2(f32x4.mul(f32x4.sub(v128.load(to), most), f32x4.splat(LOG2_E)));
        v128.store(to, value);
        sum = f32x4.add(sum, value);
      }
      const share = f32x4.div(f32x4.splat(1), sum);
      at = i;
      for (let k: u32 = 0; k < classes; k++, at += plane) {
        const value = f32x4.mul(v128.load(scratch + ((<usize>k) << 4)), share);
        if (marginals != 0) v128.store(marginals + at, value);
        if (k == last) continue;
        v128.store(near + at, f32x4.mul(value, n2));
        const scaled = f32x4.mul(f32x4.mul(value, n1), f32x4.splat(4095));
        const whole = v128.and(f32x4.add(scaled, f32x4.splat(TO_INTEGER)), i32x4.splat(0xfff));
        v128.store64_lane(q + (at >> 1), i16x8.narrow_i32x4_s(whole, whole), 0);
      }
    }
  }
}
