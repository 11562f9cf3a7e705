import { gaussian } from '#core/features/gaussian.ts';
import type { Plane, PlaneGraph } from '../plane-graph.ts';
import { linearPlane } from './linear.ts';

/** Gaussian smoothing (see core/features/gaussian); sigma 0 is the image itself. */
export function gaussianPlane(graph: PlaneGraph, { sigmaPx }: { readonly sigmaPx: number }, margin = 0): Plane {
  return sigmaPx === 0 ? graph.crop(graph.image, margin) : linearPlane(graph, gaussian(sigmaPx), margin);
}
