import { type CrfParameters, windowRadius } from './crf-parameters.ts';

/** Half of the neighbours of a pixel; the others are their mirror images. */
export interface PairWindow {
  /** Place relative to the pixel; dy > 0, or dy = 0 and dx > 0. */
  readonly places: readonly { readonly dx: number; readonly dy: number /** -log2 of the kernel over place. */; bits: number }[];
  /** Largest |dx| and |dy|. */
  readonly radius: number;
}

/** The neighbours within the window of the kernel over place and intensity, row by row. */
export function pairWindow(parameters: CrfParameters): PairWindow {
  const far = windowRadius(parameters);
  const radius = Math.floor(far);
  const places: PairWindow['places'][number][] = [];
  for (let dy = 0; dy <= radius; dy++) {
    for (let dx = dy === 0 ? 1 : -radius; dx <= radius; dx++) {
      const squared = dx * dx + dy * dy;
      if (squared <= far * far) places.push({ dx, dy, bits: (squared * Math.LOG2E) / (2 * parameters.pairSigmaPx ** 2) });
    }
  }
  return { places, radius };
}

/** Values of exp(-k² / 2 sigma²) for k = 0 …, up to four standard deviations. */
export function nearTaps(sigma: number): Float32Array {
  return Float32Array.from({ length: Math.ceil(4 * sigma) + 1 }, (_, k) => Math.exp(-(k * k) / (2 * sigma * sigma)));
}
