import type { FeatureDefinition } from '#core/features/feature-definition.ts';
import { gabor } from '#core/features/gabor.ts';
import type { Plane, PlaneGraph } from '../plane-graph.ts';
import { linearPlane } from './linear.ts';

/** Real part of a Gabor filter (see core/features/gabor). */
export function gaborPlane(
  graph: PlaneGraph,
  { sigmaPx, thetaDeg, frequency }: Extract<FeatureDefinition, { family: 'gabor' }>,
): Plane {
  return linearPlane(graph, gabor(sigmaPx, thetaDeg, frequency), 0);
}
