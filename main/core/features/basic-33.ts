import type { FeatureDefinition } from './feature-definition.ts';

const FREQUENCIES = [0.05, 0.25];

/**
 * Basic Features 33, in the order of the columns: Gaussians of sigma 0, 0.5 … 9.5, Sobel magnitude of the image, Gabors by
 * sigma and then frequency, means by size, Hessian xx, yy, xy. Mean 1 × 1 is the image, as is the Gaussian of sigma 0.
 */
export const BASIC_33: readonly FeatureDefinition[] = [
  ...Array.from({ length: 20 }, (_, i) => ({ family: 'gaussian', sigmaPx: i / 2 }) as const),
  { family: 'sobel', sigmaPx: 0 },
  ...[1, 3].flatMap((sigmaPx) =>
    FREQUENCIES.map((frequency) => ({ family: 'gabor', sigmaPx, thetaDeg: 180, frequency }) as const),
  ),
  ...[1, 2, 4, 8, 16].map((sizePx) => ({ family: 'mean', sizePx }) as const),
  { family: 'hessian', sigmaPx: 1, axes: 'xx' },
  { family: 'hessian', sigmaPx: 1, axes: 'yy' },
  { family: 'hessian', sigmaPx: 1, axes: 'xy' },
];
