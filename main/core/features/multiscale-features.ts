import { gridEntries } from '../model/feature-set-id.ts';
import type { MultiscaleFamily, MultiscaleGrid } from '../model/features.ts';
import type { FeatureDefinition } from './feature-definition.ts';

/**
 * The columns of a Multi-scale set: family by family in the order of MULTISCALE_FAMILIES, each by rising sigma, the larger
 * eigenvalue before the smaller.
 */
export function multiscaleFeatures(grid: MultiscaleGrid): readonly FeatureDefinition[] {
  return gridEntries(grid).flatMap(([family, sigmas]) => sigmas.flatMap((sigmaPx) => featuresAt(family, sigmaPx)));
}

function featuresAt(family: MultiscaleFamily, sigmaPx: number): FeatureDefinition[] {
  switch (family) {
    case 'tensor':
    case 'hessian': {
      const eigenvalue = family === 'tensor' ? 'tensorEigenvalue' : 'hessianEigenvalue';
      return (['larger', 'smaller'] as const).map((which) => ({ family: eigenvalue, sigmaPx, which }));
    }
    default:
      return [{ family, sigmaPx }];
  }
}
