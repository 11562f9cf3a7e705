import type { ImageInfo } from '#core/model/image.ts';
import type { NetworkInfo } from '#core/model/network.ts';
import type { NetworkSubject } from './network-tiles.ts';

/** Pixel sizes that differ by less than this share count as the same. */
const SAME = 0.02;

/**
 * How many times its pixels an image needs to have those that a network was trained on; undefined where it has them already, where
 * either does not say, or where the user does not want it.
 */
export function networkScale(
  { pixelSizeUm: trained, resample }: Pick<NetworkInfo, 'pixelSizeUm' | 'resample'>,
  { pixelSizeUm: own }: Pick<ImageInfo, 'pixelSizeUm'>,
): NetworkSubject['scale'] {
  if (!resample || trained === null || own.x === null || own.y === null) return undefined;
  const scale = { x: own.x / trained.x, y: own.y / trained.y };
  return Math.abs(scale.x - 1) < SAME && Math.abs(scale.y - 1) < SAME ? undefined : scale;
}
