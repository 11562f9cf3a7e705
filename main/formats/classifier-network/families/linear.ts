import type { LinearFilter } from '#core/features/separable-filter.ts';
import { filterPlane, type Plane, type PlaneGraph } from '../plane-graph.ts';

/** A linear feature of the image: its even part plus or minus its odd one, each as two convolutions. */
export function linearPlane(graph: PlaneGraph, { main, oblique }: LinearFilter, margin: number): Plane {
  const even = filterPlane(graph, graph.image, main, margin);
  if (oblique === undefined) return even;
  const odd = filterPlane(graph, graph.image, oblique.odd, margin);
  return oblique.sign === 1 ? graph.add(even, odd) : graph.subtract(even, odd);
}
