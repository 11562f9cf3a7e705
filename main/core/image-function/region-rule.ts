import type { Connectivity, ImageFunction } from '../model/image-function.ts';
import { type RegionKind, SEVERAL } from './label-strip.ts';

/** A connected region of a whole plane. */
export interface Region {
  readonly area: number;
  /** True where it has a pixel at the edge of the plane. */
  readonly edge: boolean;
  /** See StripRegions. */
  readonly around: number;
}

/** Which regions of a plane get another value. */
export interface RegionRule {
  readonly kind: RegionKind;
  readonly connectivity: Connectivity;
  /** The new value of the pixels of a region, or KEEP. */
  verdict(region: Region): number;
}

/** The region stays as it is. */
export const KEEP = -1;

/** A function that looks at whole objects. */
export type RegionFunction = Extract<ImageFunction, { name: 'scrap' | 'fill-holes' }>;

export const isRegionFunction = (step: ImageFunction): step is RegionFunction =>
  step.name === 'scrap' || step.name === 'fill-holes';

/**
 * 'scrap' makes regions of one value 0 where their area is below the minimum or above the maximum. 'fill-holes' gives regions of
 * zeros that do not touch the edge of the plane, with an area up to the maximum, the value around them; a hole between several
 * classes stays. Connectivity is that of the objects: holes in 8-connected objects are 4-connected, and the other way round.
 */
export function regionRule(step: RegionFunction): RegionRule {
  const most = step.maximum ?? Number.POSITIVE_INFINITY;
  if (step.name === 'scrap') {
    const verdict = ({ area }: Region): number => (area < step.minimum || area > most ? 0 : KEEP);
    return { kind: 'values', connectivity: step.connectivity, verdict };
  }
  return {
    kind: 'zeros',
    connectivity: step.connectivity === 8 ? 4 : 8,
    verdict: ({ area, edge, around }) => (edge || area > most || around === SEVERAL || around === 0 ? KEEP : around),
  };
}
