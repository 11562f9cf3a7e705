import { type HalfFilter, type LinearFilter, radiusOf, sameFilter } from './separable-filter.ts';

/** Radius of the kernel for mirror images. */
const MIRROR_RADIUS = 3;

/** A short filter and the plane of the channel it makes; `work` as in AlongTarget. */
export interface ShortTarget {
  readonly filter: LinearFilter;
  readonly plane: number;
  readonly work?: number;
}

/** One or two filters along the rows of one buffer. */
export interface AlongGroup {
  readonly down: HalfFilter;
  readonly targets: ShortTarget[];
}

/** Two filters that are mirror images of one another. */
export interface Mirror {
  readonly filter: Required<LinearFilter>;
  minus?: number;
  plus?: number;
}

/** Sorts the targets into mirror images and into groups of at most two that share their filter down the columns. */
export function arrangeShortFilters(targets: readonly ShortTarget[]): { groups: AlongGroup[]; mirrors: Mirror[] } {
  const groups: AlongGroup[] = [];
  const mirrors: Mirror[] = [];
  for (const target of targets) {
    const { main, oblique } = target.filter;
    if (oblique !== undefined) {
      let mirror = mirrors.find(
        ({ filter }) => sameFilter(filter.main.down, main.down) && sameFilter(filter.main.along, main.along),
      );
      if (mirror === undefined) {
        mirror = { filter: { main, oblique } };
        mirrors.push(mirror);
      }
      mirror[oblique.sign === 1 ? 'plus' : 'minus'] = target.plane;
      continue;
    }
    // A buffer with margins has another stride than the planes, so its filter stays alone.
    const group = groups.find(
      ({ down, targets: [first, second] }) => sameFilter(down, main.down) && first!.work === undefined && second === undefined,
    );
    if (group === undefined || target.work !== undefined) groups.push({ down: main.down, targets: [target] });
    else group.targets.push(target);
  }
  for (const { filter, minus, plus } of mirrors) {
    if (minus === undefined || plus === undefined || radiusOf(filter.main.down) !== MIRROR_RADIUS) {
      throw new RangeError('Oblique filters must come as mirror images of radius 3.');
    }
  }
  return { groups, mirrors };
}
