import { gaussianDerivatives } from '#core/features/gaussian-derivatives.ts';
import { filterPlane, type Plane, type PlaneGraph } from '../plane-graph.ts';

const ORDERS = ['smooth', 'slope', 'curve'] as const;
type Order = 0 | 1 | 2;

/**
 * Derivative of the Gaussian-smoothed image of the given orders along the rows (x) and down the columns (y), in sample values per
 * pixel to the power of the orders, with `margin` pixels around the tile. Taps: see core/features/gaussian-derivatives.
 */
export function gaussianDerivative(graph: PlaneGraph, sigmaPx: number, x: Order, y: Order, margin: number): Plane {
  const taps = gaussianDerivatives(sigmaPx);
  return filterPlane(graph, graph.image, { down: taps[ORDERS[y]], along: taps[ORDERS[x]] }, margin);
}
