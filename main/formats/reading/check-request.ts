import { GroveError } from '#core/model/error.ts';
import { BYTES_PER_SAMPLE, type ImageInfo, type RegionRequest } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { type NamedFile, tooLarge } from './read-errors.ts';

/** Largest block of pixels handed out at once, in bytes. */
export const LARGEST_BLOCK = 4 * 2 ** 30;

/** Throws GroveError 'invalid-input' unless the image has what is asked for, and 'too-large' where it fits no memory. */
export function checkRequest(file: NamedFile, info: ImageInfo, { plane, level, rect, channels }: RegionRequest): void {
  const refuse = (what: string): never => {
    throw new GroveError('invalid-input', `${file.name} has no ${what}.`, { file: file.path });
  };
  const within = (value: number, count: number): boolean => Number.isInteger(value) && value >= 0 && value < count;
  if (!within(plane.scene, info.sizeScene)) refuse(`scene ${plane.scene}: it has ${info.sizeScene}, counted from 0`);
  if (!within(plane.z, info.sizeZ)) refuse(`z plane ${plane.z}: it has ${info.sizeZ}, counted from 0`);
  if (!within(plane.t, info.sizeT)) refuse(`time point ${plane.t}: it has ${info.sizeT}, counted from 0`);
  const { levels } = sceneOf(info, plane.scene);
  if (!within(level, levels.length)) refuse(`resolution ${level}: it has ${levels.length}, counted from 0`);
  for (const c of channels) {
    if (!within(c, info.channels.length)) refuse(`channel ${c}: it has ${info.channels.length}, counted from 0`);
  }
  const { width, height } = levels[level]!;
  const { x, y } = rect;
  const inside =
    within(x, width) && within(y, height) && within(rect.width - 1, width - x) && within(rect.height - 1, height - y);
  if (!inside) {
    refuse(`region ${rect.width} × ${rect.height} at (${x}, ${y}): resolution ${level} is ${width} × ${height} pixels`);
  }
  const bytes = rect.width * rect.height * channels.length * BYTES_PER_SAMPLE[info.pixelType];
  if (bytes > LARGEST_BLOCK) {
    throw tooLarge(file, `cannot be read in a block of ${(bytes / 2 ** 30).toFixed(1)} GB; read it in smaller regions`);
  }
}
