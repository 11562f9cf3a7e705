import type { FeatureDefinition } from './feature-definition.ts';
import { tensorSmoothing } from './structure-tensor.ts';

/** The planes of a channel that are made at one sigma. */
export interface ScaleTargets {
  readonly sigmaPx: number;
  /** Sigma that averages the structure tensor. */
  readonly outerSigmaPx: number;
  gaussian?: number;
  laplacian?: number;
  gradient?: number;
  difference?: number;
  tensor?: EigenvaluePlanes;
  hessian?: EigenvaluePlanes;
}

export interface EigenvaluePlanes {
  readonly larger: number;
  readonly smaller: number;
}

const SHARED = { tensorEigenvalue: 'tensor', hessianEigenvalue: 'hessian' } as const;

/**
 * The sigmas at which derivatives or differences are wanted, with all planes made there, in the order of their first mention. A
 * Gaussian joins where others need its filters; one alone is left to the pass for Gaussians. Both eigenvalues of a matrix must
 * be among the planes; throws RangeError else.
 */
export function groupScales(planes: readonly FeatureDefinition[]): ScaleTargets[] {
  const scales = new Map<number, ScaleTargets>();
  const at = (sigmaPx: number): ScaleTargets => {
    const known = scales.get(sigmaPx) ?? { sigmaPx, outerSigmaPx: tensorSmoothing(sigmaPx) };
    scales.set(sigmaPx, known);
    return known;
  };
  for (const [plane, feature] of planes.entries()) {
    switch (feature.family) {
      case 'laplacian':
      case 'gradient':
      case 'difference':
        at(feature.sigmaPx)[feature.family] = plane;
        break;
      case 'tensorEigenvalue':
      case 'hessianEigenvalue':
        at(feature.sigmaPx)[SHARED[feature.family]] ??= bothEigenvalues(planes, feature.family, feature.sigmaPx);
        break;
    }
  }
  for (const [plane, feature] of planes.entries()) {
    if (feature.family !== 'gaussian') continue;
    const scale = scales.get(feature.sigmaPx);
    if (scale !== undefined) scale.gaussian = plane;
  }
  return [...scales.values()];
}

function bothEigenvalues(
  planes: readonly FeatureDefinition[],
  family: 'tensorEigenvalue' | 'hessianEigenvalue',
  sigmaPx: number,
): EigenvaluePlanes {
  const find = (which: 'larger' | 'smaller'): number =>
    planes.findIndex((one) => one.family === family && one.sigmaPx === sigmaPx && one.which === which);
  const found = { larger: find('larger'), smaller: find('smaller') };
  if (found.larger < 0 || found.smaller < 0) throw new RangeError('Both eigenvalues of a matrix must be computed.');
  return found;
}
