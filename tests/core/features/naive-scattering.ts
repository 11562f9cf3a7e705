import type { OrientedScale } from '#core/features/feature-definition.ts';
import { combine, correlate, cropped, type NaivePlane, naiveGaussian, padded } from './naive-filters.ts';

/** |plane * ψ| by the two-dimensional sum over a square of both parts of the wavelet, in float64. */
function modulus(plane: NaivePlane, { scale, thetaDeg }: OrientedScale): NaivePlane {
  const sigma = 0.8 * 2 ** scale;
  const radius = Math.floor(4 * sigma + 0.5);
  const theta = (thetaDeg * Math.PI) / 180;
  const frequency = (3 * Math.PI) / 4 / 2 ** scale;
  const envelope = (x: number, y: number): number => Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
  const phase = (x: number, y: number): number => frequency * (x * Math.cos(theta) + y * Math.sin(theta));
  let sum = 0;
  let carried = 0;
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) {
      sum += envelope(x, y);
      carried += envelope(x, y) * Math.cos(phase(x, y));
    }
  }
  const re = correlate(plane, radius, (x, y) => (envelope(x, y) * (Math.cos(phase(x, y)) - carried / sum)) / sum);
  const im = correlate(plane, radius, (x, y) => (envelope(x, y) * Math.sin(phase(x, y))) / sum);
  return combine([re, im], (a, b) => Math.hypot(a!, b!));
}

const kept = new WeakMap<NaivePlane, Map<string, NaivePlane>>();

/** One scattering coefficient as its definition says; moduli of the same image are remembered. */
export function naiveScattering(plane: NaivePlane, scales: number, path: readonly OrientedScale[]): NaivePlane {
  // Radii of the two coarsest wavelets that a path may have, and of the low-pass.
  const margin = scales === 2 ? 3 + 6 + 6 : 6 + 13 + 13;
  const known = kept.get(plane) ?? new Map([['', padded(plane, margin)]]);
  kept.set(plane, known);
  const along = (steps: readonly OrientedScale[]): NaivePlane => {
    const key = steps.map(({ scale, thetaDeg }) => `${scale}/${thetaDeg}`).join(' ');
    const found = known.get(key) ?? modulus(along(steps.slice(0, -1)), steps.at(-1)!);
    known.set(key, found);
    return found;
  };
  return cropped(naiveGaussian(along(path), 0.8 * 2 ** (scales - 1)), margin);
}
