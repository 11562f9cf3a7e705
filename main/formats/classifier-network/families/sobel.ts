import { SOBEL_RADIUS } from '#core/features/sobel.ts';
import type { Plane, PlaneGraph, Taps } from '../plane-graph.ts';
import { gaussianPlane } from './gaussian.ts';

const SMOOTH: Taps = { taps: Float32Array.of(1, 2, 1), before: SOBEL_RADIUS };
const SLOPE: Taps = { taps: Float32Array.of(-1, 0, 1), before: SOBEL_RADIUS };

/** Sobel magnitude √(sx² + sy²) of the Gaussian with this sigma (see core/features/sobel). */
export function sobelPlane(graph: PlaneGraph, { sigmaPx }: { readonly sigmaPx: number }): Plane {
  const smoothed = gaussianPlane(graph, { sigmaPx }, SOBEL_RADIUS);
  const across = graph.separable(smoothed, SMOOTH, SLOPE, 0);
  const down = graph.separable(smoothed, SLOPE, SMOOTH, 0);
  return graph.squareRoot(graph.add(graph.multiply(across, across), graph.multiply(down, down)));
}
