import type { Rect } from '../../model/image.ts';
import { haloRect } from '../../raster/halo-rect.ts';

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

/** Of a Gaussian, what lies beyond this many standard deviations is left out: 0.03 % of its volume in the plane, which
 * labels that hang in the balance still notice. */
const WINDOW_SIGMAS = 4;

/** Neighbours up to this distance are seen in one step. */
export function windowRadius({ pairSigmaPx }: Pick<CrfParameters, 'pairSigmaPx'>): number {
  return WINDOW_SIGMAS * pairSigmaPx;
}

/**
 * How far, in standard deviations of the walk of all steps, what lies outside a tile may still move a label inside. With 3 not one
 * label differed on scenes whose classifier is almost undecided; one more is the margin.
 */
const REACH_SIGMAS = 4;

/**
 * Pixels around a region that its labels depend on over `steps` steps. Each step spreads what is known by the width of its kernel,
 * as a random walk does, so the reach grows with the square root of the steps and not with their number.
 */
export function crfReach({ pairSigmaPx, nearSigmaPx }: CrfParameters, steps: number): number {
  return Math.ceil(REACH_SIGMAS * Math.max(pairSigmaPx, nearSigmaPx) * Math.sqrt(steps));
}

/**
 * Edge of the tiles that a plane's field is computed in, in pixels; they begin at its upper left. They are the same whoever asks, so that
 * a label does not depend on who asked.
 */
export const CRF_TILE = 512;

/** What a tile's field is computed over: the tile with all that its labels depend on, cut at a plane of `width` × `height` pixels. */
export function crfRegion(tile: Rect, parameters: CrfParameters, width: number, height: number): Rect {
  return haloRect(tile, crfReach(parameters, parameters.iterations), width, height);
}
