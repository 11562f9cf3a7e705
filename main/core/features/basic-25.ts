import type { FeatureDefinition } from './feature-definition.ts';

const SIGMAS = [0.7, 1, 2, 4, 8];
const FREQUENCIES = [0.1, 0.2];
const ANGLES = [0, 60, 120, 180, 240, 300];

/**
 * Basic Features 25, in the order of the columns: Gaussians and Sobel magnitudes by rising sigma, Gabors by frequency and
 * then angle, Hessian xx, yy, xy. Angles 180° apart name the same filter; both stay columns, so that the set keeps its count.
 */
export const BASIC_25: readonly FeatureDefinition[] = [
  ...SIGMAS.map((sigmaPx) => ({ family: 'gaussian', sigmaPx }) as const),
  ...SIGMAS.map((sigmaPx) => ({ family: 'sobel', sigmaPx }) as const),
  ...FREQUENCIES.flatMap((frequency) =>
    ANGLES.map((thetaDeg) => ({ family: 'gabor', sigmaPx: 1, thetaDeg, frequency }) as const),
  ),
  { family: 'hessian', sigmaPx: 1, axes: 'xx' },
  { family: 'hessian', sigmaPx: 1, axes: 'yy' },
  { family: 'hessian', sigmaPx: 1, axes: 'xy' },
];
