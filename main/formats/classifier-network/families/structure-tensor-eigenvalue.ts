import { gaussian, gaussianRadius } from '#core/features/gaussian.ts';
import { filterPlane, type Plane, type PlaneGraph } from '../plane-graph.ts';
import { eigenvalue } from './eigenvalue.ts';
import { gaussianDerivative } from './gaussian-derivative.ts';

/**
 * Eigenvalue of the structure tensor in (sample values per pixel)²: products of the derivatives of the image smoothed by `sigmaPx`,
 * g_x², g_y², g_x g_y, each smoothed by `outerPx`. Reach: ⌊4σ + 0.5⌋ of both together.
 */
export function structureTensorEigenvaluePlane(
  graph: PlaneGraph,
  { sigmaPx, outerPx, which }: { readonly sigmaPx: number; readonly outerPx: number; readonly which: 'larger' | 'smaller' },
): Plane {
  const margin = gaussianRadius(outerPx);
  const x = gaussianDerivative(graph, sigmaPx, 1, 0, margin);
  const y = gaussianDerivative(graph, sigmaPx, 0, 1, margin);
  const { main } = gaussian(outerPx);
  const smoothed = (a: Plane, b: Plane): Plane => filterPlane(graph, graph.multiply(a, b), main, 0);
  return eigenvalue(graph, which, smoothed(x, x), smoothed(y, y), smoothed(x, y));
}
