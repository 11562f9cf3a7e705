import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { formatSubset, type IndexRange, parseSubset, type Subset, selectPlanes } from '#core/model/subset.ts';
import { type PlaneAxis, type PlaneSizes, planeSizes } from './scrub.ts';

/** Which planes of an image are meant: the shown one, all, or those that a subset text names. */
export interface PlaneChoice {
  readonly kind: 'plane' | 'all' | 'some';
  /** As ZEN's users write it, `Z(1-5)|T(3)`; kept while another kind is chosen. */
  readonly text: string;
}

export const FIRST_CHOICE: PlaneChoice = { kind: 'plane', text: '' };

const AXES = ['scene', 'z', 't'] as const;

/** The subset that is one plane; axes with a single place are left out. */
export function subsetOfPlane(plane: PlaneIndex, sizes: PlaneSizes): string {
  const axes = AXES.filter((axis) => sizes[axis] > 1).map((axis) => [axis, [{ first: plane[axis], last: plane[axis] }]]);
  return formatSubset(Object.fromEntries(axes) as Subset);
}

export interface ChosenPlanes {
  /** Empty for all. */
  readonly subset: string;
  /** By scene, then t, then z; none where the text cannot be used. */
  readonly planes: readonly PlaneIndex[];
  readonly channels: readonly number[];
  /** A sentence for the user; null where all is well. */
  readonly problem: string | null;
}

export function chosenPlanes({ kind, text }: PlaneChoice, image: ImageRecord, plane: PlaneIndex): ChosenPlanes {
  const subset = kind === 'plane' ? subsetOfPlane(plane, planeSizes(image.info)) : kind === 'all' ? '' : text.trim();
  try {
    const { planes, channels } = selectPlanes(image.name, image.info, parseSubset(subset));
    return { subset, planes, channels, problem: null };
  } catch (thrown) {
    return { subset, planes: [], channels: [], problem: GroveError.from(thrown).message };
  }
}

/** First and last place of an axis in a subset text; null where it has several ranges, or the text cannot be read. */
export function axisRange(text: string, axis: PlaneAxis, size: number): IndexRange | null {
  const subset = readable(text);
  if (subset === null) return null;
  const ranges = subset[axis] ?? [{ first: 0, last: size - 1 }];
  const [range] = ranges;
  return range === undefined || ranges.length > 1 ? null : { first: range.first, last: Math.min(range.last, size - 1) };
}

/** The text with another range of an axis; what it says of the other axes, channels and pixels stays. */
export function withAxisRange(text: string, axis: PlaneAxis, { first, last }: IndexRange, size: number): string {
  const { [axis]: _, ...others } = readable(text) ?? {};
  return formatSubset(first === 0 && last === size - 1 ? others : { ...others, [axis]: [{ first, last }] });
}

function readable(text: string): Subset | null {
  try {
    return parseSubset(text);
  } catch {
    return null;
  }
}
