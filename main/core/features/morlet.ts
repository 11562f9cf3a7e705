/**
 * Wavelets and low-pass of the scattering transform, on the image continued by reflection (a sample unit is a pixel):
 *
 * ψ(j, θ)(x, y) = g(x) g(y) (exp(i (a x + b y)) - β), a = ξ cos θ, b = ξ sin θ, θ from x (columns) towards y (rows)
 * σ = 0.8 · 2^j, ξ = 3π/4 / 2^j, g as in gaussian.ts at that σ: its taps sum to 1 and reach ⌊4σ + 0.5⌋ pixels
 * β = (sum of g(k) cos ak) (sum of g(k) cos bk), which makes the sum of ψ zero: constants are not seen
 * φ = g(x) g(y) at σ = 0.8 · 2^(J - 1)
 *
 * order 0: image * φ; order 1: |image * ψ(j1, θ1)| * φ; order 2: ||image * ψ(j1, θ1)| * ψ(j2, θ2)| * φ, j2 > j1
 *
 * All coefficients are in sample values, at full resolution: nothing is sampled down. The envelope is circular, which makes
 * ψ a sum of products of one-dimensional filters: exp(i (a x + b y)) = (cos ax + i sin ax) (cos by + i sin by), and θ and
 * 180° - θ differ in the sign of sin ax alone. |ψ| is the same for a correlation and a convolution.
 *
 * Border: reflect, once, of the image. Halo: the sum of the reaches along the path. Precision: float32. Source: J. Bruna and
 * S. Mallat, "Invariant Scattering Convolution Networks", IEEE TPAMI 35 (2013), sections 2.1 to 2.3, with the customary σ and ξ.
 */
import type { OrientedScale } from './feature-definition.ts';
import { gaussianHalf, gaussianWeights } from './gaussian.ts';
import { type HalfFilter, halfFilter, reachOf } from './separable-filter.ts';

const FINEST_SIGMA = 0.8;
const FINEST_FREQUENCY = (3 * Math.PI) / 4;

/** One-dimensional filters of the envelope times a wave of this many radians per pixel. */
export interface Wave {
  readonly even: HalfFilter;
  readonly odd: HalfFilter;
  /** Sum of the even filter's taps. */
  readonly sum: number;
}

export function morletSigma(scale: number): number {
  return FINEST_SIGMA * 2 ** scale;
}

/** Radians per pixel in the direction of θ. */
export function morletFrequency(scale: number): number {
  return FINEST_FREQUENCY / 2 ** scale;
}

export function wave(scale: number, radiansPerPixel: number): Wave {
  const weights = gaussianWeights(morletSigma(scale));
  const radius = weights.length - 1;
  const cosine = (k: number): number => weights[k]! * Math.cos(radiansPerPixel * k);
  return {
    even: halfFilter('even', radius, cosine),
    odd: halfFilter('odd', radius, (k) => weights[k]! * Math.sin(radiansPerPixel * k)),
    sum: weights.reduce((total, _, k) => total + (k === 0 ? 1 : 2) * cosine(k), 0),
  };
}

/** One axis of φ for this number of scales. */
export function lowPass(scales: number): HalfFilter {
  return gaussianHalf(morletSigma(scales - 1));
}

/** Pixels needed around a tile for the coefficient of a path. */
export function scatteringHalo(scales: number, path: readonly OrientedScale[]): number {
  return path.reduce((sum, { scale }) => sum + reachOf(gaussianHalf(morletSigma(scale))), reachOf(lowPass(scales)));
}
