import type { Plane, PlaneGraph, Taps } from '../plane-graph.ts';

/** Mean over a square window (see core/features/mean): pixels -size/2 … size/2 - 1 along both axes. Size 1 is the image itself. */
export function meanPlane(graph: PlaneGraph, { sizePx }: { readonly sizePx: number }): Plane {
  if (sizePx === 1) return graph.crop(graph.image, 0);
  const window: Taps = { taps: new Float32Array(sizePx).fill(1 / sizePx), before: Math.floor(sizePx / 2) };
  return graph.separable(graph.image, window, window, 0);
}
