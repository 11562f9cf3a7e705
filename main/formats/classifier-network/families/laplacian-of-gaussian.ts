import type { Plane, PlaneGraph } from '../plane-graph.ts';
import { gaussianDerivative } from './gaussian-derivative.ts';

/** Laplacian of the Gaussian-smoothed image, g_xx + g_yy, in sample values per pixel². Reach: ⌊4σ + 0.5⌋. */
export function laplacianOfGaussianPlane(graph: PlaneGraph, { sigmaPx }: { readonly sigmaPx: number }): Plane {
  return graph.add(gaussianDerivative(graph, sigmaPx, 2, 0, 0), gaussianDerivative(graph, sigmaPx, 0, 2, 0));
}
