import { gaussianHalf, gaussianWeights } from '#core/features/gaussian.ts';
import { type HalfFilter, halfFilter } from '#core/features/separable-filter.ts';
import { filterPlane, type Plane, type PlaneGraph } from '../plane-graph.ts';

type Order = 0 | 1 | 2;

/**
 * Derivative of the Gaussian-smoothed image of the given orders along the rows (x) and down the columns (y), in sample values per
 * pixel to the power of the orders, with `margin` pixels around the tile.
 *
 * g[k] as in core/features/gaussian (cut at ⌊4σ + 0.5⌋); as correlation g′[k] = k / σ² g[k], g″[k] = (k² / σ⁴ - 1 / σ²) g[k], not
 * corrected for the cut. Border: mirrored. Reach: ⌊4σ + 0.5⌋. Source: scipy.ndimage.gaussian_filter(order=…, truncate=4).
 */
export function gaussianDerivative(graph: PlaneGraph, sigmaPx: number, x: Order, y: Order, margin: number): Plane {
  return filterPlane(graph, graph.image, { down: halfOf(sigmaPx, y), along: halfOf(sigmaPx, x) }, margin);
}

function halfOf(sigmaPx: number, order: Order): HalfFilter {
  if (order === 0) return gaussianHalf(sigmaPx);
  const weights = gaussianWeights(sigmaPx);
  const variance = sigmaPx * sigmaPx;
  const tap = (k: number): number => (order === 1 ? k / variance : (k * k) / (variance * variance) - 1 / variance) * weights[k]!;
  return halfFilter(order === 1 ? 'odd' : 'even', weights.length - 1, tap);
}
