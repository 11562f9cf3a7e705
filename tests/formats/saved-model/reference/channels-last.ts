import type { NodeSpec } from '../writer/graph-spec.ts';
import type { NdArray } from './array.ts';
import { transpose } from './tensors.ts';

const LAST = [0, 2, 3, 1];
const FIRST = [0, 3, 1, 2];

/** Turns a node on channels-first images into one on channels-last images; null where it is none. */
export function channelsLast({ attributes, ...node }: NodeSpec): NodeSpec | null {
  const { data_format: format, ...rest } = attributes;
  if (format === undefined || !('text' in format) || format.text !== 'NCHW') return null;
  const turned = Object.entries(rest).map(
    ([name, spec]) => [name, 'ints' in spec ? { ints: LAST.map((i) => spec.ints[i]!) } : spec] as const,
  );
  return { ...node, attributes: Object.fromEntries(turned) };
}

export const toLast = (image: NdArray): NdArray => transpose(image, LAST);
export const toFirst = (image: NdArray): NdArray => transpose(image, FIRST);
