import { differenceTaps } from '#core/features/difference-of-gaussians.ts';
import { gaussianHalf } from '#core/features/gaussian.ts';
import { filterPlane, type Plane, type PlaneGraph } from '../plane-graph.ts';

/** Difference to a narrower Gaussian, as the sum of two filters that keeps its precision (see core/features/difference-of-gaussians). */
export function differenceOfGaussiansPlane(graph: PlaneGraph, { sigmaPx }: { readonly sigmaPx: number }): Plane {
  const wide = gaussianHalf(sigmaPx);
  const { narrow, difference } = differenceTaps(sigmaPx);
  return graph.add(
    filterPlane(graph, graph.image, { down: wide, along: difference }, 0),
    filterPlane(graph, graph.image, { down: difference, along: narrow }, 0),
  );
}
