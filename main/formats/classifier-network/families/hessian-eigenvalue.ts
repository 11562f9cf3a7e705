import type { Plane, PlaneGraph } from '../plane-graph.ts';
import { eigenvalue } from './eigenvalue.ts';
import { gaussianDerivative } from './gaussian-derivative.ts';

/** Eigenvalue of the Hessian of the Gaussian-smoothed image, in sample values per pixel². Reach: ⌊4σ + 0.5⌋. */
export function hessianEigenvaluePlane(
  graph: PlaneGraph,
  { sigmaPx, which }: { readonly sigmaPx: number; readonly which: 'larger' | 'smaller' },
): Plane {
  const xx = gaussianDerivative(graph, sigmaPx, 2, 0, 0);
  const yy = gaussianDerivative(graph, sigmaPx, 0, 2, 0);
  return eigenvalue(graph, which, xx, yy, gaussianDerivative(graph, sigmaPx, 1, 1, 0));
}
