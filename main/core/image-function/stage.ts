import type { PixelArray, PlaneIndex, Rect } from '../model/image.ts';
import type { Layout } from './layout.ts';

/** An image whose pixels are worked out when they are asked for. */
export interface Stage {
  readonly layout: Layout;
  /**
   * Pixels of a rectangle inside a plane, shape (channels, height, width), in the pixel type of the layout. The caller may change
   * them.
   */
  read(plane: PlaneIndex, rect: Rect): Promise<PixelArray>;
}

/** `rect` with `border` more pixels on each side, cut to its plane. */
export function grown({ x, y, width, height }: Rect, border: number, layout: Layout, scene: number): Rect {
  const size = layout.scenes[scene]!;
  const [left, top] = [Math.max(0, x - border), Math.max(0, y - border)];
  return {
    x: left,
    y: top,
    width: Math.min(size.width, x + width + border) - left,
    height: Math.min(size.height, y + height + border) - top,
  };
}
