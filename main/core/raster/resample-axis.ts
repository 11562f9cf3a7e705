/** Size of an axis whose samples become `scale` times as many. */
export function scaledSize(size: number, scale: number): number {
  return Math.max(1, Math.round(size * scale));
}

/** For each sample of a resampled axis, the source samples that it is made of and their shares (which sum to 1). */
export interface AxisTaps {
  readonly first: Int32Array;
  /** `shares[i]` belong to `first[i]`, `first[i] + 1`, … */
  readonly shares: readonly Float64Array[];
}

/**
 * How samples `from` to `from + count` of an axis of `wanted` samples are made of one of `length` samples: the mean by area where the
 * axis becomes shorter, linear interpolation between sample centres where it becomes longer (edge samples repeat beyond the ends).
 */
export function axisTaps(length: number, wanted: number, from: number, count: number): AxisTaps {
  const step = length / wanted;
  const first = new Int32Array(count);
  const shares = Array.from({ length: count }, (_, i) => {
    const x = from + i;
    if (step >= 1) {
      const start = x * step;
      const end = Math.min(length, start + step);
      first[i] = Math.min(length - 1, Math.floor(start));
      const last = Math.max(first[i]!, Math.ceil(end) - 1);
      const parts = new Float64Array(last - first[i]! + 1);
      for (let k = 0; k < parts.length; k++) {
        const at = first[i]! + k;
        parts[k] = (Math.min(at + 1, end) - Math.max(at, start)) / (end - start);
      }
      return parts;
    }
    const centre = Math.min(Math.max((x + 0.5) * step - 0.5, 0), length - 1);
    first[i] = Math.min(Math.floor(centre), Math.max(0, length - 2));
    const share = centre - first[i]!;
    return length === 1 ? Float64Array.of(1) : Float64Array.of(1 - share, share);
  });
  return { first, shares };
}

/** Source samples that taps touch. */
export function tapsExtent({ first, shares }: AxisTaps): { from: number; count: number } {
  const from = first[0]!;
  return { from, count: first.at(-1)! + shares.at(-1)!.length - from };
}
