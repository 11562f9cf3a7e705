import type { Rect } from '../model/image.ts';

/** A rectangle and which of the given pixels lie in it, as indices into the list, ascending. */
export interface CoveredPixels {
  readonly rect: Rect;
  readonly members: Uint32Array;
}

/**
 * Rectangles that together hold all given pixels, each pixel in one of them, so chosen that computing them with a border of
 * `halo` pixels costs little: the bounding box is halved for as long as the halves' boxes cost less together than it does.
 *
 * `at` holds places as y * width + x. Cost of a rectangle: its area with the border.
 */
export function coverPixels(at: ArrayLike<number>, width: number, halo: number): CoveredPixels[] {
  if (at.length === 0) return [];
  return split(
    boxOf(
      at,
      width,
      Uint32Array.from({ length: at.length }, (_, i) => i),
    ),
  );

  function split(whole: CoveredPixels): CoveredPixels[] {
    const { rect, members } = whole;
    if (members.length === 1) return [whole];
    const down = rect.height >= rect.width;
    const middle = down ? rect.y + rect.height / 2 : rect.x + rect.width / 2;
    const isFirst = (i: number): boolean => (down ? Math.floor(at[i]! / width) : at[i]! % width) < middle;
    const first = members.filter(isFirst);
    const second = members.filter((i) => !isFirst(i));
    if (first.length === 0 || second.length === 0) return [whole];
    const parts = [...split(boxOf(at, width, first)), ...split(boxOf(at, width, second))];
    const cost = parts.reduce((sum, part) => sum + costOf(part.rect, halo), 0);
    return cost < costOf(rect, halo) ? parts : [whole];
  }
}

function costOf({ width, height }: Rect, halo: number): number {
  return (width + 2 * halo) * (height + 2 * halo);
}

function boxOf(at: ArrayLike<number>, width: number, members: Uint32Array): CoveredPixels {
  let left = Number.POSITIVE_INFINITY;
  let right = -1;
  let top = Number.POSITIVE_INFINITY;
  let bottom = -1;
  for (const i of members) {
    const x = at[i]! % width;
    const y = Math.floor(at[i]! / width);
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { rect: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, members };
}
