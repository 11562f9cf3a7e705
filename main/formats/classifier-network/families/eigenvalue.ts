import type { Plane, PlaneGraph } from '../plane-graph.ts';

/**
 * The larger or smaller eigenvalue of the symmetric matrix [[xx, xy], [xy, yy]] of every pixel:
 * (xx + yy) / 2 ± √(((xx - yy) / 2)² + xy²), the roots of its characteristic polynomial. The root's argument is a sum of squares,
 * so it is never negative.
 */
export function eigenvalue(graph: PlaneGraph, which: 'larger' | 'smaller', xx: Plane, yy: Plane, xy: Plane): Plane {
  const mean = graph.scale(graph.add(xx, yy), 0.5);
  const half = graph.scale(graph.subtract(xx, yy), 0.5);
  const spread = graph.squareRoot(graph.add(graph.multiply(half, half), graph.multiply(xy, xy)));
  return which === 'larger' ? graph.add(mean, spread) : graph.subtract(mean, spread);
}
