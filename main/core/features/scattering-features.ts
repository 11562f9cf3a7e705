import { SCATTERING_ANGLES } from '../model/features.ts';
import type { FeatureDefinition, OrientedScale } from './feature-definition.ts';

/**
 * The columns of a Scattering set: the low-pass, then all paths of one wavelet by scale and angle, then, for order 2, all
 * paths of two by the first and then the second. A second wavelet is coarser than the first: the modulus of a wavelet
 * coefficient varies no faster than the wavelet, so finer ones would find next to nothing in it.
 */
export function scatteringFeatures(scales: number, order: 1 | 2): readonly FeatureDefinition[] {
  const wavelets: OrientedScale[] = Array.from({ length: scales * SCATTERING_ANGLES }, (_, i) => ({
    scale: Math.floor(i / SCATTERING_ANGLES),
    thetaDeg: (180 / SCATTERING_ANGLES) * (i % SCATTERING_ANGLES),
  }));
  const pairs = wavelets.flatMap((first) =>
    wavelets.filter((second) => second.scale > first.scale).map((second) => [first, second]),
  );
  const paths = [[], ...wavelets.map((one) => [one]), ...(order === 2 ? pairs : [])];
  return paths.map((path) => ({ family: 'scattering', scales, path }));
}
