export interface GainInput {
  /** Features of the places that may be labelled, shape (places, features), row-major. */
  readonly rows: Float32Array;
  /** Of each place, 0 = sure … 1 = all classes equally likely. */
  readonly uncertainty: ArrayLike<number>;
  /** Features of pixels that have labels, shape (pixels, features). */
  readonly labelled: Float32Array;
}

export interface RankedPlace {
  /** Number of the place. */
  readonly index: number;
  /** How unlike the labelled pixels and the places ranked before it: 0 = the same … 1; 0.5 = as far from labels as half of the places. */
  readonly novelty: number;
  /** uncertainty × novelty. */
  readonly gain: number;
}

/**
 * Ranks places by what labelling them is expected to teach: uncertainty × novelty. Novelty is d / (d + m), where d is the Euclidean
 * distance in feature space, each feature divided by its standard deviation over all rows, to the nearest labelled pixel or place ranked
 * before, and m the median over all places of the distance to the nearest labelled pixel. A place that resembles one ranked before it
 * so comes late: labelling the first teaches most of what the second would. At most `count` places; ties go to the lower number.
 *
 * Cost: (labelled pixels + count) × places × features.
 */
export function rankByGain({ rows, uncertainty, labelled }: GainInput, count: number): RankedPlace[] {
  const places = uncertainty.length;
  if (places === 0) return [];
  const features = rows.length / places;
  const weights = inverseVariances([rows, labelled], features);
  const nearest = new Float64Array(places).fill(Number.POSITIVE_INFINITY);
  const approach = (others: Float32Array, other: number): void => {
    for (let i = 0; i < places; i++) {
      let sum = 0;
      for (let k = 0; k < features; k++) {
        const weight = weights[k]!;
        if (weight === 0) continue;
        const step = rows[i * features + k]! - others[other * features + k]!;
        sum += weight * step * step;
      }
      const distance = Math.sqrt(sum);
      if (distance < nearest[i]!) nearest[i] = distance;
    }
  };
  for (let pixel = 0; pixel * features < labelled.length; pixel++) approach(labelled, pixel);
  const middle = [...nearest].sort((a, b) => a - b)[places >> 1]!;
  const noveltyOf = (i: number): number => {
    const d = nearest[i]!;
    if (d === Number.POSITIVE_INFINITY) return 1;
    return d === 0 ? 0 : d / (d + middle);
  };
  const left = new Set(Array.from({ length: places }, (_, i) => i));
  const ranked: RankedPlace[] = [];
  while (ranked.length < count && left.size > 0) {
    let best: RankedPlace | null = null;
    for (const index of left) {
      const novelty = noveltyOf(index);
      const gain = novelty * uncertainty[index]!;
      if (best === null || gain > best.gain) best = { index, novelty, gain };
    }
    ranked.push(best!);
    left.delete(best!.index);
    approach(rows, best!.index);
  }
  return ranked;
}

/** 1 / variance of each feature over all rows; 0 where it is constant or not finite, so that it does not count. */
function inverseVariances(parts: readonly Float32Array[], features: number): Float64Array {
  return Float64Array.from({ length: features }, (_, k) => {
    let [n, mean, squares] = [0, 0, 0];
    for (const rows of parts) {
      for (let at = k; at < rows.length; at += features) {
        n++;
        const step = rows[at]! - mean;
        mean += step / n;
        squares += step * (rows[at]! - mean);
      }
    }
    const weight = n / squares;
    return Number.isFinite(weight) ? weight : 0;
  });
}
