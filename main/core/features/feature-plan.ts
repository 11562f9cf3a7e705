import type { FeatureDefinition } from './feature-definition.ts';
import { canonicalAngle, gabor } from './gabor.ts';
import { gaussian, gaussianHalf } from './gaussian.ts';
import { hessian } from './hessian.ts';
import { meanHalo } from './mean.ts';
import { scatteringHalo } from './morlet.ts';
import { type LinearFilter, reachOf } from './separable-filter.ts';
import { SOBEL_RADIUS } from './sobel.ts';
import { tensorSmoothing } from './structure-tensor.ts';

/** The distinct planes of a set, for one channel. */
export interface FeaturePlan {
  /** In the order of their first mention. */
  readonly planes: readonly FeatureDefinition[];
  /** Plane of each feature. */
  readonly planeOf: readonly number[];
  /** Pixels needed around a tile on every side. */
  readonly halo: number;
}

/** Finds the features that are equal to one another and gives each group one plane. */
export function planFeatures(features: readonly FeatureDefinition[]): FeaturePlan {
  const planes: FeatureDefinition[] = [];
  const planeOf: number[] = [];
  const seen = new Map<string, number>();
  for (const feature of features) {
    const canonical = canonicalFeature(feature);
    const key = JSON.stringify(canonical);
    let plane = seen.get(key);
    if (plane === undefined) {
      plane = planes.push(canonical) - 1;
      seen.set(key, plane);
    }
    planeOf.push(plane);
  }
  return { planes, planeOf, halo: Math.max(...planes.map(haloOf)) };
}

/** The filter of a linear feature that is more than a copy; undefined for others. */
export function linearFilter(feature: FeatureDefinition): LinearFilter | undefined {
  switch (feature.family) {
    case 'gaussian':
      return feature.sigmaPx === 0 ? undefined : gaussian(feature.sigmaPx);
    case 'gabor':
      return gabor(feature.sigmaPx, feature.thetaDeg, feature.frequency);
    case 'hessian':
      return hessian(feature.sigmaPx, feature.axes);
    default:
      return undefined;
  }
}

/** The same feature as the one of its equals that stands for all. */
function canonicalFeature(feature: FeatureDefinition): FeatureDefinition {
  if (feature.family === 'gabor') return { ...feature, thetaDeg: canonicalAngle(feature.thetaDeg) };
  if (feature.family === 'mean' && feature.sizePx === 1) return { family: 'gaussian', sigmaPx: 0 };
  return feature;
}

function haloOf(feature: FeatureDefinition): number {
  switch (feature.family) {
    case 'mean':
      return meanHalo(feature.sizePx);
    case 'sobel':
      return SOBEL_RADIUS + haloOf({ family: 'gaussian', sigmaPx: feature.sigmaPx });
    case 'laplacian':
    case 'gradient':
    case 'difference':
    case 'hessianEigenvalue':
      return reachOf(gaussianHalf(feature.sigmaPx));
    case 'tensorEigenvalue':
      return reachOf(gaussianHalf(feature.sigmaPx)) + reachOf(gaussianHalf(tensorSmoothing(feature.sigmaPx)));
    case 'scattering':
      return scatteringHalo(feature.scales, feature.path);
    default: {
      const filter = linearFilter(feature);
      return filter === undefined ? 0 : Math.max(reachOf(filter.main.down), reachOf(filter.main.along));
    }
  }
}
