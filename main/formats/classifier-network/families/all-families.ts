import type { FeatureDefinition } from '#core/features/feature-definition.ts';
import { tensorSmoothing } from '#core/features/structure-tensor.ts';
import { GroveError } from '#core/model/error.ts';
import type { Plane, PlaneGraph } from '../plane-graph.ts';
import { differenceOfGaussiansPlane } from './difference-of-gaussians.ts';
import { gaborPlane } from './gabor.ts';
import { gaussianPlane } from './gaussian.ts';
import { gradientMagnitudePlane } from './gradient-magnitude.ts';
import { hessianPlane } from './hessian.ts';
import { hessianEigenvaluePlane } from './hessian-eigenvalue.ts';
import { laplacianOfGaussianPlane } from './laplacian-of-gaussian.ts';
import { meanPlane } from './mean.ts';
import { sobelPlane } from './sobel.ts';
import { structureTensorEigenvaluePlane } from './structure-tensor-eigenvalue.ts';

type Family = FeatureDefinition['family'];

/** How each family is built; a family that core gets and that is not here does not compile. */
const FAMILIES: { readonly [F in Family]: (graph: PlaneGraph, feature: Extract<FeatureDefinition, { family: F }>) => Plane } = {
  gaussian: (graph, feature) => gaussianPlane(graph, feature),
  sobel: sobelPlane,
  gabor: gaborPlane,
  hessian: hessianPlane,
  mean: meanPlane,
  laplacian: laplacianOfGaussianPlane,
  gradient: gradientMagnitudePlane,
  difference: differenceOfGaussiansPlane,
  tensorEigenvalue: (graph, { sigmaPx, which }) =>
    structureTensorEigenvaluePlane(graph, { sigmaPx, which, outerPx: tensorSmoothing(sigmaPx) }),
  hessianEigenvalue: hessianEigenvaluePlane,
  scattering: () => {
    const message =
      'A classifier on Scattering features cannot be exported as a network yet; train it on Basic or Multi-scale features.';
    throw new GroveError('unsupported', message);
  },
};

/** The plane of a feature, without margin. The image of the graph must have the feature's halo as its margin at least. */
export function featurePlane(graph: PlaneGraph, feature: FeatureDefinition): Plane {
  const build = FAMILIES[feature.family] as (graph: PlaneGraph, feature: FeatureDefinition) => Plane;
  return build(graph, feature);
}
