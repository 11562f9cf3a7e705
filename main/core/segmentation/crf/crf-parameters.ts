/** Constants of a field, lengths in pixels. */
export interface CrfParameters {
  /** Standard deviation of the kernel over place and intensity: along x and y, in pixels. */
  readonly pairSigmaPx: number;
  /** The same along the intensity of each channel, in parts of the channel's range. */
  readonly pairSigmaRange: number;
  readonly pairWeight: number;
  /** Standard deviation of the kernel over place alone, in pixels. */
  readonly nearSigmaPx: number;
  readonly nearWeight: number;
  /** Steps of the mean field. */
  readonly iterations: number;
  /** Probabilities below count as this, so that a model that is sure can be outvoted. */
  readonly leastProbability: number;
}

/**
 * Chosen on six kinds of micrographs (tests/slow/crf-quality.test.ts): of lengths from 3 to 8 pixels the shortest was the best on
 * thin structures and no worse elsewhere, since ten steps carry agreement much further than one; a tenth of the range was best on
 * average. At full strength the neighbours of a pixel that agree wholly outweigh a model that is sure.
 */
const FULL: CrfParameters = {
  pairSigmaPx: 3,
  pairSigmaRange: 0.1,
  pairWeight: 12,
  nearSigmaPx: 1.5,
  nearWeight: 2.4,
  iterations: 10,
  leastProbability: 1e-3,
};

/** The field of a strength from 0 (no neighbour counts) to 100: both weights grow in proportion. */
export function crfParameters(strength: number): CrfParameters {
  const share = strength / 100;
  return { ...FULL, pairWeight: FULL.pairWeight * share, nearWeight: FULL.nearWeight * share };
}

/** Of a Gaussian, what lies beyond this many standard deviations is left out: 0.2 % of its volume in the plane. */
const WINDOW_SIGMAS = 3.5;

/** Neighbours up to this distance are seen in one step. */
export function windowRadius({ pairSigmaPx }: Pick<CrfParameters, 'pairSigmaPx'>): number {
  return WINDOW_SIGMAS * pairSigmaPx;
}

/**
 * How far, in standard deviations of one step, what lies outside a tile may still move a label inside. Found by the test that tiles
 * equal the whole.
 */
const REACH_SIGMAS = 5;

/**
 * Pixels around a region that its labels depend on over `steps` steps. Each step spreads what is known by the width of its kernel,
 * as a random walk does, so the reach grows with the square root of the steps and not with their number.
 */
export function crfReach({ pairSigmaPx, nearSigmaPx }: CrfParameters, steps: number): number {
  return Math.ceil(REACH_SIGMAS * Math.max(pairSigmaPx, nearSigmaPx) * Math.sqrt(steps));
}
