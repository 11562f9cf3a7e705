import type { FeatureDefinition } from '#core/features/feature-definition.ts';
import type { Plane, PlaneGraph } from '../plane-graph.ts';
import { gaborPlane } from './gabor.ts';
import { gaussianPlane } from './gaussian.ts';
import { hessianPlane } from './hessian.ts';
import { meanPlane } from './mean.ts';
import { sobelPlane } from './sobel.ts';

type Family = FeatureDefinition['family'];

/** How each family is built; a family that core gets and that is not here does not compile. */
const FAMILIES: { readonly [F in Family]: (graph: PlaneGraph, feature: Extract<FeatureDefinition, { family: F }>) => Plane } = {
  gaussian: (graph, feature) => gaussianPlane(graph, feature),
  sobel: sobelPlane,
  gabor: gaborPlane,
  hessian: hessianPlane,
  mean: meanPlane,
};

/** The plane of a feature, without margin. The image of the graph must have the feature's halo as its margin at least. */
export function featurePlane(graph: PlaneGraph, feature: FeatureDefinition): Plane {
  const build = FAMILIES[feature.family] as (graph: PlaneGraph, feature: FeatureDefinition) => Plane;
  return build(graph, feature);
}
