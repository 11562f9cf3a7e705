import type { PixelArray } from '../model/image.ts';

/** How the values of one channel are spread. */
export interface SampleRange {
  readonly min: number;
  readonly max: number;
  /** 0.1 and 99.9 percentile. */
  readonly low: number;
  readonly high: number;
  /** Counts of 256 equal bins from `min` to `max`. */
  readonly histogram: readonly number[];
}

const LOW = 0.001;
const HIGH = 0.999;
const FINE_BINS = 65_536;
const COARSE_BINS = 256;

/**
 * Range, percentiles and histogram of the values in `blocks`. A percentile is the smallest value that at least that share of
 * the values does not exceed; it is exact for 8- and 16-bit integers and within (max - min) / 65,536 above it otherwise. Values
 * that are not finite are left out; without any value the range is 0 … 0.
 */
export function sampleRange(blocks: readonly PixelArray[]): SampleRange {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const block of blocks) {
    for (let i = 0; i < block.length; i++) {
      const value = block[i];
      if (!Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
      count++;
    }
  }
  const histogram = new Array<number>(COARSE_BINS).fill(0);
  if (count === 0) return { min: 0, max: 0, low: 0, high: 0, histogram };

  const oneBinPerValue = max - min < FINE_BINS && blocks.every((block) => !isFloating(block));
  const bins = oneBinPerValue ? max - min + 1 : FINE_BINS;
  const perBin = oneBinPerValue ? 1 : (max - min) / bins || 1;
  const fine = new Uint32Array(bins);
  const coarsePerValue = max > min ? COARSE_BINS / (max - min) : 0;
  for (const block of blocks) {
    for (let i = 0; i < block.length; i++) {
      const value = block[i];
      if (!Number.isFinite(value)) continue;
      fine[Math.min(bins - 1, Math.floor((value - min) / perBin))]++;
      histogram[Math.min(COARSE_BINS - 1, Math.floor((value - min) * coarsePerValue))]!++;
    }
  }
  const upperEdge = (bin: number): number => (oneBinPerValue ? min + bin : Math.min(max, min + (bin + 1) * perBin));
  return {
    min,
    max,
    low: upperEdge(percentileBin(fine, count * LOW)),
    high: upperEdge(percentileBin(fine, count * HIGH)),
    histogram,
  };
}

function isFloating(block: PixelArray): boolean {
  return block instanceof Float32Array || block instanceof Float64Array;
}

function percentileBin(bins: Uint32Array, target: number): number {
  let sum = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    sum += bins[bin];
    if (sum >= target) return bin;
  }
  return bins.length - 1;
}
