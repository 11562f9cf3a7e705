import type { ImageInfo } from '#core/model/image.ts';
import type { NetworkInfo } from '#core/model/network.ts';
import { pixelScale } from '#core/raster/pixel-scale.ts';
import type { NetworkSubject } from './network-tiles.ts';

/**
 * How many times its pixels an image needs to have those that a network was trained on; undefined where it has them already, where
 * either does not say, or where the user does not want it.
 */
export function networkScale(
  { pixelSizeUm: trained, resample }: Pick<NetworkInfo, 'pixelSizeUm' | 'resample'>,
  { pixelSizeUm: own }: Pick<ImageInfo, 'pixelSizeUm'>,
): NetworkSubject['scale'] {
  if (!resample || trained === null || own.x === null || own.y === null) return undefined;
  return pixelScale({ x: own.x, y: own.y }, trained);
}
