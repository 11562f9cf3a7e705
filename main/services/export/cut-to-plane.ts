import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { Rect } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { KnownImage } from '../images/image-sources.ts';

/** The part of a rectangle that lies within a scene; null = the whole. Throws GroveError 'invalid-input' where nothing does. */
export function cutToPlane({ path, info }: KnownImage, scene: number, within: Rect | null): Rect {
  const { width, height } = sceneOf(info, scene);
  if (within === null) return { x: 0, y: 0, width, height };
  const right = Math.min(width, within.x + within.width);
  const bottom = Math.min(height, within.y + within.height);
  if (within.x < right && within.y < bottom)
    return { x: within.x, y: within.y, width: right - within.x, height: bottom - within.y };
  const where = `${within.width} × ${within.height} pixels at (${within.x}, ${within.y})`;
  const message = `${basename(path)} is ${width} × ${height} pixels, so it has nothing at ${where}; choose a part that it has.`;
  throw new GroveError('invalid-input', message, { file: path });
}
