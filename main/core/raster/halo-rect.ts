import type { Rect } from '../model/image.ts';

/** `rect` grown by `halo` pixels on every side and clipped to an image of `width` × `height` pixels. */
export function haloRect(rect: Rect, halo: number, width: number, height: number): Rect {
  const x = Math.max(0, rect.x - halo);
  const y = Math.max(0, rect.y - halo);
  return {
    x,
    y,
    width: Math.min(width, rect.x + rect.width + halo) - x,
    height: Math.min(height, rect.y + rect.height + halo) - y,
  };
}
