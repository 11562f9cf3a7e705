import type { PixelBlock, Rect } from '../../model/image.ts';

/** Values of a channel that count as 0 and 1. Of the whole plane, never of a tile, or tiles would differ. */
export interface IntensityRange {
  readonly low: number;
  readonly high: number;
}

/** A region with all that its field is made of. */
export interface CrfInput {
  /** In the plane: what was predicted, the surroundings included. */
  readonly rect: Rect;
  /** In the plane, within `rect`: what is wanted. */
  readonly core: Rect;
  /** The channels that tell objects apart, over `rect`. */
  readonly image: PixelBlock;
  /** One per channel of `image`. */
  readonly ranges: readonly IntensityRange[];
  /** Shape (classes, height, width) of `rect`, 0 … 1; need not add up to 1. */
  readonly probabilities: Float32Array;
  readonly classes: number;
  /** True where a pixel may have no class: its score is then what the best class lacks to 1. */
  readonly mayBeNone: boolean;
}

/** Feature planes are this far from all others where there are no pixels, so that those weigh nothing. */
export const FAR = 1e9;

/** Values beyond are cut: their squares must stay finite, and no two pixels are ever this far apart. */
const FARTHEST = 1e6;

/**
 * Intensities as features whose squared differences are bits: weight = 2^-(sum of squared differences), that is
 * exp(-d² / 2 sigma²) for d in parts of the range. What is not a number counts as the low end. A channel without a range says nothing.
 */
export function intensityFeatures(
  { image, ranges }: Pick<CrfInput, 'image' | 'ranges'>,
  sigmaRange: number,
  channel: number,
  put: (row: number, values: Float32Array) => void,
): void {
  const { low, high } = ranges[channel]!;
  const scale = high > low ? Math.sqrt(Math.LOG2E / 2) / (sigmaRange * (high - low)) : 0;
  const { width, height, data } = image;
  const values = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    const from = (channel * height + y) * width;
    for (let x = 0; x < width; x++) {
      const value = (data[from + x]! - low) * scale;
      values[x] = value > -FARTHEST ? Math.min(value, FARTHEST) : value < 0 ? -FARTHEST : 0;
    }
    put(y, values);
  }
}

/**
 * Log probabilities, shape (labels, height, width), where labels are the classes and, behind them, 'none' where there is such a thing.
 * Shares of the scores, none below `least`. A pixel without any score has equal shares.
 */
export function logShares({ rect, probabilities, classes, mayBeNone }: CrfInput, least: number): Float32Array {
  const pixels = rect.width * rect.height;
  const labels = classes + (mayBeNone ? 1 : 0);
  const logs = new Float32Array(labels * pixels);
  for (let i = 0; i < pixels; i++) {
    let sum = 0;
    let most = 0;
    for (let k = 0; k < classes; k++) {
      const score = Math.max(probabilities[k * pixels + i]! || 0, 0);
      logs[k * pixels + i] = score;
      sum += score;
      if (score > most) most = score;
    }
    if (mayBeNone) {
      const none = Math.max(0, 1 - most);
      logs[classes * pixels + i] = none;
      sum += none;
    }
    const share = sum > 0 ? 1 / sum : 0;
    for (let at = i; at < logs.length; at += pixels) logs[at] = Math.log(Math.max(logs[at]! * share, least));
  }
  return logs;
}
