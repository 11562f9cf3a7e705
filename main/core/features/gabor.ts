/**
 * Real part of a Gabor filter with circular envelope, not corrected for its mean:
 *
 * h(x, y) = 1 / (2πσ²) exp(-(x² + y²) / 2σ²) cos(2πf (x cos θ + y sin θ)), |x|, |y| ≤ its radius along that axis
 * radius along x = ⌈max(3σ |cos θ|, 3σ |sin θ|, 1)⌉, the same along y since the envelope is circular
 *
 * By the addition theorem it is the sum of two separable filters, with a = 2πf cos θ, b = 2πf sin θ:
 * h = [g(x) cos ax] [g(y) cos by] - [g(x) sin ax] [g(y) sin by]
 * The second vanishes along the axes. θ and θ + 180° are the same filter; θ and 180° - θ differ in the sign alone.
 *
 * Border: reflect. Halo: the radius. Precision: float32. Source: skimage.filters.gabor_kernel(f, θ, sigma_x=σ, sigma_y=σ,
 * n_stds=3, offset=0), real part, with scipy.ndimage.convolve(mode='reflect').
 */
import { type HalfFilter, halfFilter, type LinearFilter } from './separable-filter.ts';

/** The angle in 0 … 180 (180 excluded) that names the same filter. */
export function canonicalAngle(thetaDeg: number): number {
  return ((thetaDeg % 180) + 180) % 180;
}

export function gabor(sigmaPx: number, thetaDeg: number, frequency: number): LinearFilter {
  const angle = canonicalAngle(thetaDeg);
  // The mirrored angle gives the same factors but for rounding; computing both from the acute one makes them equal.
  const acute = Math.min(angle, 180 - angle);
  const cos = acute === 90 ? 0 : Math.cos((acute * Math.PI) / 180);
  const sin = Math.sin((acute * Math.PI) / 180);
  // Rounded first: 3σ sin 90° computed from π may lie an ulp above a whole number.
  const reach = Math.max(3 * sigmaPx * Math.max(cos, sin), 1);
  const radius = Math.ceil(Math.round(reach * 1e9) / 1e9);
  const turn = 2 * Math.PI * frequency;
  const wave = (parity: 'even' | 'odd', rate: number): HalfFilter =>
    halfFilter(parity, radius, (k) => envelope(k, sigmaPx) * (parity === 'even' ? Math.cos(rate * k) : Math.sin(rate * k)));

  const main = { down: wave('even', turn * sin), along: wave('even', turn * cos) };
  if (acute === 0 || acute === 90) return { main };
  const odd = { down: wave('odd', turn * sin), along: wave('odd', turn * cos) };
  return { main, oblique: { odd, sign: angle === acute ? -1 : 1 } };
}

/** One axis of the circular envelope, normalised over the real line. */
function envelope(k: number, sigmaPx: number): number {
  return Math.exp((-k * k) / (2 * sigmaPx * sigmaPx)) / (Math.sqrt(2 * Math.PI) * sigmaPx);
}
