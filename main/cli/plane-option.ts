import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { type IndexRange, parseSubset } from '#core/model/subset.ts';
import { textOption } from './option-values.ts';
import type { GivenOptions } from './parse-options.ts';

/** --plane: a single place on each axis that is named, counted from 1; the first plane when left out. */
export function planeOption(given: GivenOptions): PlaneIndex {
  const { scene, z, t, ...others } = parseSubset(textOption(given, 'plane') ?? '');
  const single = (ranges: readonly IndexRange[] | undefined): number => {
    const [range, more] = ranges ?? [{ first: 0, last: 0 }];
    if (range !== undefined && more === undefined && range.first === range.last) return range.first;
    throw new GroveError('invalid-input', "--plane names one plane, like 'Z(3)|T(1)', not a range.");
  };
  if (Object.keys(others).length > 0) throw new GroveError('invalid-input', '--plane takes S, Z and T only.');
  return { scene: single(scene), z: single(z), t: single(t) };
}
