/**
 * One-dimensional filter by its right half, float32.
 * even: out[x] = taps[0] in[x] + sum over k ≥ 1 of taps[k] (in[x + k] + in[x - k])
 * odd:  out[x] = sum over k ≥ 1 of taps[k] (in[x + k] - in[x - k]); taps[0] is 0
 */
export interface HalfFilter {
  readonly parity: 'even' | 'odd';
  readonly taps: Float32Array;
}

/** A filter down the columns followed by one along the rows, which have the same parity. */
export interface SeparableFilter {
  readonly down: HalfFilter;
  readonly along: HalfFilter;
}

/**
 * A linear feature: its even part, plus `sign` times its odd part where it has one. A filter oblique to the axes and its
 * mirror image differ in this sign alone.
 */
export interface LinearFilter {
  readonly main: SeparableFilter;
  readonly oblique?: { readonly odd: SeparableFilter; readonly sign: 1 | -1 };
}

/** Builds a half filter from its taps at 0 … radius, computed in float64 and rounded here. */
export function halfFilter(parity: 'even' | 'odd', radius: number, tap: (k: number) => number): HalfFilter {
  return { parity, taps: Float32Array.from({ length: radius + 1 }, (_, k) => (parity === 'odd' && k === 0 ? 0 : tap(k))) };
}

/** Distance of the farthest tap. */
export function radiusOf(filter: HalfFilter): number {
  return filter.taps.length - 1;
}

/** Largest radius of the kernels for short filters, set by the registers that hold the taps of two. */
export const SHORT_RADIUS = 4;

/**
 * Distance of the farthest sample that the kernels read for an output: shorter filters are padded with zero taps. What lies
 * there must be the image too, since even zero times something else may differ in the sign of zero.
 */
export function reachOf(filter: HalfFilter): number {
  return Math.max(SHORT_RADIUS, radiusOf(filter));
}

/** True when both filter alike. */
export function sameFilter(a: HalfFilter, b: HalfFilter): boolean {
  return a.parity === b.parity && a.taps.length === b.taps.length && a.taps.every((tap, k) => tap === b.taps[k]);
}
