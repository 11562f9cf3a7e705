import type { CrfInput } from '#core/segmentation/crf/crf-input.ts';
import type { CrfParameters } from '#core/segmentation/crf/crf-parameters.ts';

/**
 * The mean-field equations of runCrf as they are written there, in float64 over all pairs of pixels: no window, no rounding. For
 * inputs whose core is the whole region. Cost: pixels² per step.
 */
export function directMeanField(input: CrfInput, parameters: CrfParameters): { labels: Uint8Array; marginals: Float64Array } {
  const { rect, image, ranges, probabilities, classes, mayBeNone } = input;
  const { width } = rect;
  const n = width * rect.height;
  const all = classes + (mayBeNone ? 1 : 0);
  const pair = new Float64Array(n * n);
  const near = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const place = ((i % width) - (j % width)) ** 2 + (Math.floor(i / width) - Math.floor(j / width)) ** 2;
      let exponent = place / (2 * parameters.pairSigmaPx ** 2);
      for (const [c, { low, high }] of ranges.entries()) {
        const difference = (image.data[c * n + i]! - image.data[c * n + j]!) / (high - low);
        exponent += difference ** 2 / (2 * parameters.pairSigmaRange ** 2);
      }
      pair[i * n + j] = Math.exp(-exponent);
      near[i * n + j] = Math.exp(-place / (2 * parameters.nearSigmaPx ** 2));
    }
  }
  normaliseSymmetrically(pair, n);
  normaliseSymmetrically(near, n);

  const unary = new Float64Array(all * n);
  for (let i = 0; i < n; i++) {
    const scores = Array.from({ length: classes }, (_, k) => Math.max(0, probabilities[k * n + i]!));
    if (mayBeNone) scores.push(1 - Math.max(...scores));
    const sum = scores.reduce((a, b) => a + b, 0);
    for (const [k, score] of scores.entries()) unary[k * n + i] = -Math.log(Math.max(score / sum, parameters.leastProbability));
  }
  let q = softmax(unary, all, n);
  for (let step = 0; step < parameters.iterations; step++) {
    const energy = Float64Array.from(unary);
    for (let k = 0; k < all; k++) {
      for (let i = 0; i < n; i++) {
        let message = 0;
        for (let j = 0; j < n; j++) {
          if (j === i) continue;
          message += (parameters.pairWeight * pair[i * n + j]! + parameters.nearWeight * near[i * n + j]!) * q[k * n + j]!;
        }
        energy[k * n + i]! -= message;
      }
    }
    q = softmax(energy, all, n);
  }
  const labels = Uint8Array.from({ length: n }, (_, i) => {
    let best = 0;
    for (let k = 1; k < all; k++) if (q[k * n + i]! > q[best * n + i]!) best = k;
    return best < classes ? best + 1 : 0;
  });
  return { labels, marginals: q.subarray(0, classes * n) };
}

/** Divides each entry by the roots of its row's and its column's sum. */
function normaliseSymmetrically(kernel: Float64Array, n: number): void {
  const root = Float64Array.from({ length: n }, (_, i) =>
    Math.sqrt(kernel.subarray(i * n, (i + 1) * n).reduce((a, b) => a + b, 0)),
  );
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) kernel[i * n + j]! /= root[i]! * root[j]!;
}

/** exp(-energy) of all labels of a pixel in shares of their sum. */
function softmax(energy: Float64Array, all: number, n: number): Float64Array {
  const q = new Float64Array(energy.length);
  for (let i = 0; i < n; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < all; k++) least = Math.min(least, energy[k * n + i]!);
    let sum = 0;
    for (let k = 0; k < all; k++) {
      q[k * n + i] = Math.exp(least - energy[k * n + i]!);
      sum += q[k * n + i]!;
    }
    for (let k = 0; k < all; k++) q[k * n + i]! /= sum;
  }
  return q;
}
