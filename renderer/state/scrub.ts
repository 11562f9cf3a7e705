import type { ImageInfo, PlaneIndex } from '#core/model/image.ts';

export type PlaneAxis = keyof PlaneIndex;

/** How many places an image has along each axis. */
export type PlaneSizes = Readonly<Record<PlaneAxis, number>>;

export const planeSizes = ({ sizeScene, sizeZ, sizeT }: ImageInfo): PlaneSizes => ({ scene: sizeScene, z: sizeZ, t: sizeT });

/** Along which axis the user goes through the planes, and which way. */
export interface Scrub {
  readonly axis: PlaneAxis;
  readonly step: 1 | -1;
}

const AXES = ['scene', 'z', 't'] as const;
/** Of so many planes fetched ahead, one is fetched behind. */
const AHEAD_PER_BEHIND = 2;

/** What the step from one plane to another says; null where it is a jump along several axes. */
export function scrubOf(from: PlaneIndex, to: PlaneIndex, sizes: PlaneSizes): Scrub | null {
  const [axis, ...others] = AXES.filter((one) => from[one] !== to[one]);
  if (axis === undefined || others.length > 0) return null;
  const by = to[axis] - from[axis];
  // From the last plane to the first and the other way round is how playing goes on.
  const wrapped = Math.abs(by) === sizes[axis] - 1 && sizes[axis] > 2;
  return { axis, step: by > 0 !== wrapped ? 1 : -1 };
}

/**
 * The planes that may be wanted next, most likely first: along the axis, nearest first, two in the direction of travel for each
 * one behind; only the other side where one side has come to its end.
 */
export function neighbourPlanes(plane: PlaneIndex, { axis, step }: Scrub, sizes: PlaneSizes, most: number): PlaneIndex[] {
  const at = (distance: number): number => plane[axis] + distance * step;
  const there = (place: number): boolean => place >= 0 && place < sizes[axis];
  const list: PlaneIndex[] = [];
  let ahead = 1;
  let behind = 1;
  while (list.length < most && (there(at(ahead)) || there(at(-behind)))) {
    const back = there(at(-behind)) && (!there(at(ahead)) || ahead - 1 >= behind * AHEAD_PER_BEHIND);
    list.push({ ...plane, [axis]: back ? at(-behind++) : at(ahead++) });
  }
  return list;
}
