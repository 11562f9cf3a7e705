import type { Plane, PlaneGraph } from '../plane-graph.ts';
import { gaussianDerivative } from './gaussian-derivative.ts';

/** Magnitude of the gradient of the Gaussian-smoothed image, √(g_x² + g_y²), in sample values per pixel. Reach: ⌊4σ + 0.5⌋. */
export function gradientMagnitudePlane(graph: PlaneGraph, { sigmaPx }: { readonly sigmaPx: number }): Plane {
  const x = gaussianDerivative(graph, sigmaPx, 1, 0, 0);
  const y = gaussianDerivative(graph, sigmaPx, 0, 1, 0);
  return graph.squareRoot(graph.add(graph.multiply(x, x), graph.multiply(y, y)));
}
