import type { Kernels } from '../../kernels/kernels.ts';
import type { Rect } from '../../model/image.ts';
import { type CrfInput, FAR, intensityFeatures, logShares } from './crf-input.ts';
import { type CrfParameters, crfReach } from './crf-parameters.ts';
import { nearTaps, pairWindow } from './pair-window.ts';

const F32 = 4;

/** Weight of equal pixels at one place: the square of what is stored. */
const WEIGHT_ONE = 181 * 181;

/**
 * Stored marginals, times n1, are this for 1. A sum over neighbours is at most WEIGHT_ONE · Q_ONE times the sum of w_ij / sqrt(D_j),
 * and that is about the root of 2 pi s1², 7.5: where many w_ij are large, so are the D_j. 2^31 allows 16.
 */
const Q_ONE = 4095;

/** Stands for 1 where the weights of a pixel are summed: times WEIGHT_ONE and all of 440 neighbours it stays below 2^31. */
const SUM_ONE = 128;

/** Columns are worked on in groups. */
const GROUP = 16;

/** Bytes of a line of the processor's cache. Weights are met in the order of lines; straddling them costs a third more. */
const LINE = 64;

/** The field of one region after `run`. */
export interface CrfAnswer {
  /** Class + 1, 0 for none; of the core, row by row. Ties: the first class. */
  readonly labels: Uint8Array;
  /** Marginals of the classes, shape (classes, height, width) of the core. */
  readonly marginals: Float32Array;
}

/** `stop` is called between steps and may throw. */
export type CrfStop = (done: number, total: number) => void;

/**
 * Mean field of the fully connected conditional random field of Krähenbühl & Koltun, "Efficient Inference in Fully Connected CRFs
 * with Gaussian Edge Potentials" (NIPS 2011), Potts compatibility:
 *
 * E(x) = sum of -log p(x_i) + sum over pairs of [x_i ≠ x_j] (w1 k1(i, j) + w2 k2(i, j))
 * k1 = exp(-|place|² / 2 s1² - |intensity|² / 2 r²) / sqrt(D1_i D1_j), k2 = exp(-|place|² / 2 s2²) / sqrt(D2_i D2_j)
 * Q_i(l) ∝ p_i(l) exp(sum over j ≠ i of (w1 k1 + w2 k2) Q_j(l)), from Q = p, all pixels at once, `iterations` times
 *
 * where D_i is the sum of a kernel over all pixels, i itself included: the symmetric normalisation. The kernels are evaluated as they
 * stand, each pair within four standard deviations, and not on a permutohedral lattice: see tests/architecture/decisions/0004. Weights of k1 are
 * kept in bytes and sums are whole numbers; the result differs from float64 over all pairs in fewer than one label in a thousand.
 *
 * Pixels beyond `rect` do not exist. Results are the same bytes on every machine and thread. Memory: 220 bytes a pixel for the
 * weights and about 40 a class, in the kernels' memory, which is reset. Cost: 440 pairs a pixel, step and class.
 */
export function runCrf({ wasm, arena }: Kernels, input: CrfInput, parameters: CrfParameters, stop?: CrfStop): CrfAnswer {
  const { rect, image, classes, mayBeNone } = input;
  const { width, height } = rect;
  const all = classes + (mayBeNone ? 1 : 0);
  const free = all - 1;
  const { places, radius } = pairWindow(parameters);
  const near = nearTaps(parameters.nearSigmaPx);
  const margin = GROUP * Math.ceil(Math.max(radius, near.length) / GROUP);
  const stride = GROUP * Math.ceil(width / GROUP) + 2 * margin;
  const rows = height + 2 * margin;
  const plane = stride * rows;
  const corner = margin * stride + margin;
  const across = GROUP * Math.ceil(width / GROUP);

  arena.reset();
  const floats = (planes: number): number => arena.allocZeroed(planes * plane * F32);
  const wStride = LINE * Math.ceil((across + 2 * margin) / LINE);
  const wRow = places.length * wStride;
  // What lies outside is never written and may hold anything: q is 0 there.
  const weights = arena.alloc(wRow * (height + radius) + LINE) + wRow * radius + LINE;
  const unary = floats(all);
  const q = arena.allocZeroed(Math.max(1, free) * plane * 2);
  const gathered = floats(Math.max(1, free));
  const nearQ = floats(Math.max(1, free));
  const smooth = floats(1);
  const filtered = floats(Math.max(1, free));
  const one = floats(4);
  const marginals = floats(all);
  const scratch = arena.alloc(16 * all);
  const taps = arena.alloc(near.byteLength);
  arena.float32(taps, near.length).set(near);
  const neighbours = arena.alloc(8 * places.length);

  fillFeatures();
  const gatherTable = arena.alloc(8 * places.length);
  arena.int32(gatherTable, 2 * places.length).set(places.flatMap(({ dx, dy }) => [-dy * wRow - dx, dy * stride + dx]));
  const logs = logShares(input, parameters.leastProbability);
  for (let k = 0; k < all; k++) copyIn(unary + k * plane * F32, logs.subarray(k * width * height, (k + 1) * width * height));
  normalise();

  const total = parameters.iterations + 1;
  update(rect, 0, 0);
  for (let step = 1; step <= parameters.iterations; step++) {
    stop?.(step, total);
    // What is still too far from the core to reach it in the steps to come is left as it is.
    const part = grown(input.core, crfReach(parameters, parameters.iterations - step), rect);
    gather(part, free);
    for (let k = 0; k < free; k++) smoothPlane(nearQ + k * plane * F32, filtered + k * plane * F32);
    update(part, parameters.pairWeight, parameters.nearWeight);
  }
  return readAnswer();

  /** The weights of all pairs, from the intensities, which are dropped again. */
  function fillFeatures(): void {
    const mark = arena.mark();
    const { channels } = image;
    const features = arena.alloc(channels * plane * F32);
    arena.float32(features, channels * plane).fill(FAR);
    for (let c = 0; c < channels; c++) {
      intensityFeatures(input, parameters.pairSigmaRange, c, (row, values) => {
        arena.float32(features + (c * plane + corner + row * stride) * F32, width).set(values);
      });
    }
    arena.int32(neighbours, 2 * places.length).set(places.flatMap(({ dx, dy }) => [dy * stride + dx, 0]));
    const bits = arena.float32(neighbours, 2 * places.length);
    for (const [i, place] of places.entries()) bits[2 * i + 1] = place.bits;
    const from = features + corner * F32;
    wasm.crfPairWeights(weights, wStride, from, stride, plane * F32, channels, across, height, neighbours, places.length);
    arena.reset(mark);
  }

  /** D of both kernels, and what the neighbours of a pixel say together about all classes. */
  function normalise(): void {
    const unit = 1 / (WEIGHT_ONE * SUM_ONE);
    eachPixel((i) => {
      arena.uint16(q + 2 * i, width).fill(SUM_ONE);
      arena.float32(nearQ + F32 * i, width).fill(1);
    });
    gather(rect, 1);
    smoothPlane(nearQ, filtered);
    eachPixel((i) => {
      const sums = arena.int32(gathered + F32 * i, width);
      const nearSums = arena.float32(filtered + F32 * i, width);
      const [n1, n2] = [arena.float32(one + F32 * i, width), arena.float32(one + F32 * (2 * plane + i), width)];
      const [q1, q2] = [arena.uint16(q + 2 * i, width), arena.float32(nearQ + F32 * i, width)];
      for (let x = 0; x < width; x++) {
        n1[x] = 1 / Math.sqrt(1 + sums[x]! * unit);
        n2[x] = 1 / Math.sqrt(nearSums[x]!);
        q1[x] = Math.round(n1[x]! * Q_ONE);
        q2[x] = n2[x]!;
      }
    });
    gather(rect, 1);
    smoothPlane(nearQ, filtered);
    eachPixel((i) => {
      const sums = arena.int32(gathered + F32 * i, width);
      const nearSums = arena.float32(filtered + F32 * i, width);
      const n2 = arena.float32(nearQ + F32 * i, width);
      const all1 = arena.float32(one + F32 * (plane + i), width);
      const all2 = arena.float32(one + F32 * (3 * plane + i), width);
      for (let x = 0; x < width; x++) {
        all1[x] = sums[x]! / (WEIGHT_ONE * Q_ONE);
        all2[x] = nearSums[x]! - n2[x]!;
      }
    });
  }

  function gather(part: Rect, planes: number): void {
    const at = (part.y - rect.y) * stride + part.x - rect.x;
    const w = weights + (part.y - rect.y) * wRow + part.x - rect.x;
    for (let k = 0; k < planes; k += 2) {
      const to = gathered + (k * plane + corner + at) * F32;
      const from = q + (k * plane + corner + at) * 2;
      const { width: columns, height: lines } = part;
      if (k + 1 < planes)
        wasm.crfGatherPair(to, from, stride, plane, w, wStride, wRow, gatherTable, places.length, columns, lines);
      else wasm.crfGather(to, from, stride, w, wStride, wRow, gatherTable, places.length, columns, lines);
    }
  }

  /** A plane under the kernel over place alone, separably. */
  function smoothPlane(from: number, to: number): void {
    const start = corner * F32;
    wasm.evenFilterAlong(smooth + start, stride, from + start, stride, across, height, taps, near.length - 1);
    wasm.evenFilterDown(to + start, stride, smooth + start, stride, across, height, taps, near.length - 1);
  }

  function update(part: Rect, pairGain: number, nearGain: number): void {
    const at = corner + (part.y - rect.y) * stride + part.x - rect.x;
    const unit = 1 / (WEIGHT_ONE * Q_ONE);
    const bytes = at * F32;
    const args = [plane, stride, part.width, part.height, all, pairGain, nearGain, unit] as const;
    wasm.crfUpdate(
      unary + bytes,
      gathered + bytes,
      filtered + bytes,
      nearQ + bytes,
      q + at * 2,
      one + bytes,
      marginals + bytes,
      scratch,
      ...args,
    );
  }

  function eachPixel(row: (first: number) => void): void {
    for (let y = 0; y < height; y++) row(corner + y * stride);
  }

  function copyIn(to: number, values: Float32Array): void {
    for (let y = 0; y < height; y++) {
      arena.float32(to + (corner + y * stride) * F32, width).set(values.subarray(y * width, (y + 1) * width));
    }
  }

  function readAnswer(): CrfAnswer {
    const { core } = input;
    const pixels = core.width * core.height;
    const labels = new Uint8Array(pixels);
    const best = new Float32Array(pixels);
    const kept = new Float32Array(classes * pixels);
    for (let k = 0; k < all; k++) {
      for (let y = 0; y < core.height; y++) {
        const from = k * plane + corner + (core.y - rect.y + y) * stride + core.x - rect.x;
        const values = arena.float32(marginals + from * F32, core.width);
        if (k < classes) kept.set(values, k * pixels + y * core.width);
        for (let x = 0, i = y * core.width; x < core.width; x++, i++) {
          if (values[x]! <= best[i]!) continue;
          best[i] = values[x]!;
          labels[i] = k < classes ? k + 1 : 0;
        }
      }
    }
    return { labels, marginals: kept };
  }
}

/** `rect` grown on every side and cut at `within`; its columns begin with a group of those of `within`. */
function grown(rect: Rect, by: number, within: Rect): Rect {
  const x = within.x + GROUP * Math.floor(Math.max(0, rect.x - by - within.x) / GROUP);
  const y = Math.max(within.y, rect.y - by);
  return {
    x,
    y,
    width: Math.min(within.x + within.width, rect.x + rect.width + by) - x,
    height: Math.min(within.y + within.height, rect.y + rect.height + by) - y,
  };
}
