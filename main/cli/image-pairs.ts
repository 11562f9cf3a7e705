import { resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import { type IndexRange, parseSubset } from '#core/model/subset.ts';
import { repeatedOption, textOption } from './option-values.ts';
import type { GivenOptions } from './parse-options.ts';

/** Reads --image and --labels, which come in pairs; none where neither is given. Throws GroveError 'invalid-input'. */
export function imagePairs(given: GivenOptions): { image: string; labels: string }[] {
  const images = repeatedOption(given, 'image');
  const labels = repeatedOption(given, 'labels');
  if (images.length !== labels.length) {
    const message = `Each --image needs its --labels: there are ${images.length} of the one and ${labels.length} of the other.`;
    throw new GroveError('invalid-input', message);
  }
  return images.map((image, i) => ({ image: resolve(image), labels: resolve(labels[i]!) }));
}

/** Reads --plane: a single place on each axis that is named; null when left out. Throws GroveError 'invalid-input'. */
export function planeOption(given: GivenOptions): PlaneIndex | null {
  const text = textOption(given, 'plane');
  if (text === undefined) return null;
  const { scene, z, t, ...others } = parseSubset(text);
  const single = (ranges: readonly IndexRange[] | undefined): number => {
    const [range, more] = ranges ?? [{ first: 0, last: 0 }];
    if (range !== undefined && more === undefined && range.first === range.last) return range.first;
    throw new GroveError('invalid-input', "--plane names one plane, like 'Z(3)|T(1)', not a range.");
  };
  if (Object.keys(others).length > 0) throw new GroveError('invalid-input', '--plane takes S, Z and T only.');
  return { scene: single(scene), z: single(z), t: single(t) };
}
