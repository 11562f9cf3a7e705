import { GroveError } from '#core/model/error.ts';
import type { FeatureSettings } from '#core/model/features.ts';
import type { ImageInfo } from '#core/model/image.ts';
import { type PerAxis, pixelScale } from '#core/raster/pixel-scale.ts';

interface NamedImage {
  readonly path: string;
  readonly name: string;
  readonly info: Pick<ImageInfo, 'pixelSizeUm'>;
}

/** Beyond this an image has hardly anything to do with what the features were made for. */
const MOST = 16;

/** Pixel size of an image whose features shall be tied to µm. Throws GroveError 'mismatch' where the image does not tell it. */
export function knownPixelSize({ path, name, info }: NamedImage): PerAxis {
  const { x, y } = info.pixelSizeUm;
  if (x !== null && y !== null) return { x, y };
  const message = `${name} does not say how large its pixels are, but the features are in µm; use features in pixels, or an image with a pixel size.`;
  throw new GroveError('mismatch', message, { file: path });
}

/**
 * How many times its pixels an image must have for its features; undefined where it stays as it is. Throws GroveError 'mismatch' where
 * the image has no pixel size, or one that is more than 16 times larger or smaller.
 */
export function featureScale({ pixelSizeUm }: FeatureSettings, image: NamedImage): PerAxis | undefined {
  if (pixelSizeUm === undefined) return undefined;
  const scale = pixelScale(knownPixelSize(image), pixelSizeUm);
  if (scale === undefined) return undefined;
  if ([scale.x, scale.y].every((factor) => factor <= MOST && factor >= 1 / MOST)) return scale;
  const { x, y } = image.info.pixelSizeUm;
  const message = `${image.name} has pixels of ${x} × ${y} µm, more than ${MOST} times those of ${pixelSizeUm.x} × ${pixelSizeUm.y} µm that the features are for.`;
  throw new GroveError('mismatch', message, { file: image.path });
}
