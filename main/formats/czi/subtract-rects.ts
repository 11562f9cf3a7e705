import type { Rect } from '#core/model/image.ts';

/** The part of `rect` that lies within `other`; null where they do not touch. */
export function intersection(rect: Rect, other: Rect): Rect | null {
  const x = Math.max(rect.x, other.x);
  const y = Math.max(rect.y, other.y);
  const width = Math.min(rect.x + rect.width, other.x + other.width) - x;
  const height = Math.min(rect.y + rect.height, other.y + other.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** What is left of rectangles when another one is taken away, as rectangles that do not overlap. */
export function subtractRect(rects: readonly Rect[], taken: Rect): Rect[] {
  return rects.flatMap((rect) => {
    const cut = intersection(rect, taken);
    if (cut === null) return [rect];
    const below = cut.y + cut.height;
    const right = cut.x + cut.width;
    return [
      { x: rect.x, y: rect.y, width: rect.width, height: cut.y - rect.y },
      { x: rect.x, y: below, width: rect.width, height: rect.y + rect.height - below },
      { x: rect.x, y: cut.y, width: cut.x - rect.x, height: cut.height },
      { x: right, y: cut.y, width: rect.x + rect.width - right, height: cut.height },
    ].filter(({ width, height }) => width > 0 && height > 0);
  });
}
