/** Width and height of a pixel in µm, or how many times as many pixels there are along each axis. */
export interface PerAxis {
  readonly x: number;
  readonly y: number;
}

/** Pixel sizes that differ by less than this share count as the same. */
const SAME = 0.02;

/** How many times its pixels an image of pixel size `own` needs to have pixels of size `wanted`; undefined where it has them already. */
export function pixelScale(own: PerAxis, wanted: PerAxis): PerAxis | undefined {
  const scale = { x: own.x / wanted.x, y: own.y / wanted.y };
  return Math.abs(scale.x - 1) < SAME && Math.abs(scale.y - 1) < SAME ? undefined : scale;
}
