import { damaged, type NamedFile, unsupported } from '../reading/read-errors.ts';
import { asciiAt, longAt } from './segment.ts';
import { ANY, AXES, type SubBlock } from './sub-block.ts';

/** Bytes of an entry before its dimensions, and of each of them. */
export const ENTRY_BYTES = 32;
export const DIMENSION_BYTES = 20;
export const MOST_DIMENSIONS = 40;

const AXIS_OF = new Map<number, number>(AXES.map((name, i) => [name.charCodeAt(0), i]));
const X = 'X'.charCodeAt(0);
const Y = 'Y'.charCodeAt(0);
const M = 'M'.charCodeAt(0);
const UPPER = ~0x20;

/** Number of dimensions of the entry at `at`. Throws GroveError 'unsupported' for another schema, 'corrupt' for no number. */
export function dimensionCount(file: NamedFile, bytes: Uint8Array, view: DataView, at: number): number {
  const schema = asciiAt(bytes, at, 2);
  if (schema !== 'DV') {
    throw unsupported(file, `lists its pixels in the schema "${schema.replace(/[^ -~]/g, '?')}"`, 'save it anew in ZEN');
  }
  const count = view.getInt32(at + 28, true);
  if (!(count >= 0 && count <= MOST_DIMENSIONS)) throw damaged(file, `a part of it declares ${count} dimensions`);
  return count;
}

/**
 * Reads the entry at `at`, which must lie within the bytes, its `count` dimensions too. Null where its bitmap has no pixels or its
 * place fits no image.
 */
export function readEntry(bytes: Uint8Array, view: DataView, at: number, count: number, index: number): SubBlock | null {
  const places = new Int32Array(AXES.length).fill(ANY);
  let [x, y, width, height, storedWidth, storedHeight, m] = [0, 0, 0, 0, 0, 0, ANY];
  for (let i = 0; i < count; i++) {
    const from = at + ENTRY_BYTES + i * DIMENSION_BYTES;
    const name = bytes[from]! & UPPER;
    const start = view.getInt32(from + 4, true);
    const size = view.getInt32(from + 8, true);
    const stored = view.getInt32(from + 16, true);
    if (name === X) [x, width, storedWidth] = [start, size, stored === 0 ? size : stored];
    else if (name === Y) [y, height, storedHeight] = [start, size, stored === 0 ? size : stored];
    else if (name === M) m = start;
    else {
      const axis = AXIS_OF.get(name);
      if (axis !== undefined) places[axis] = start;
    }
  }
  if (!(width > 0 && height > 0 && storedWidth > 0 && storedHeight > 0)) return null;
  return {
    index,
    pixelType: view.getInt32(at + 2, true),
    compression: view.getInt32(at + 18, true),
    position: longAt(view, at + 6),
    ...{ x, y, width, height, storedWidth, storedHeight, m },
    at: places,
  };
}
