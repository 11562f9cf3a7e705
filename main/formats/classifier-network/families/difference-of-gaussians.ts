import type { Plane, PlaneGraph } from '../plane-graph.ts';
import { gaussianPlane } from './gaussian.ts';

/** Gaussian of `sigmaPx` less the one of `otherPx`, in sample values. Reach: that of the larger, ⌊4σ + 0.5⌋. */
export function differenceOfGaussiansPlane(
  graph: PlaneGraph,
  { sigmaPx, otherPx }: { readonly sigmaPx: number; readonly otherPx: number },
): Plane {
  return graph.subtract(gaussianPlane(graph, { sigmaPx }), gaussianPlane(graph, { sigmaPx: otherPx }));
}
