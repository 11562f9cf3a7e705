import type { Rect } from '../model/image.ts';

/** A predicted tile, row by row. */
export interface TilePrediction {
  readonly rect: Rect;
  /** Most probable class + 1 (ties: the first). */
  readonly labels: Uint8Array;
  /** Highest class probability in percent, rounded down after adding 1e-4, 0…100. */
  readonly confidence: Uint8Array;
  /** Shape (classes, height, width), float32 0…1; null unless asked for. */
  readonly probabilities: Float32Array | null;
}
