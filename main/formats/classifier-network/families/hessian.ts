import type { FeatureDefinition } from '#core/features/feature-definition.ts';
import { hessian } from '#core/features/hessian.ts';
import type { Plane, PlaneGraph } from '../plane-graph.ts';
import { linearPlane } from './linear.ts';

/** Second derivative of the Gaussian (see core/features/hessian). */
export function hessianPlane(graph: PlaneGraph, { sigmaPx, axes }: Extract<FeatureDefinition, { family: 'hessian' }>): Plane {
  return linearPlane(graph, hessian(sigmaPx, axes), 0);
}
