import type { ChannelDisplay, ImageInfo, PixelArray } from '#core/model/image.ts';
import type { ResultFiles } from '../ports.ts';

export interface Picture {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** Shape (channels, height, width). */
  readonly data: PixelArray;
  readonly info: Pick<ImageInfo, 'pixelType' | 'rgb'>;
  /** Channels of the image that `data` holds. */
  readonly channels: readonly number[];
  readonly display: readonly ChannelDisplay[];
}

/**
 * Writes a PNG: 8- and 16-bit grey and colour images with their values as they are, everything else as the window shows it, in
 * 8 bits (windowed, raised to 1/gamma, coloured and added).
 */
export async function writePicture(picture: Picture, files: ResultFiles): Promise<void> {
  const { path, width, height, data, info, channels } = picture;
  const plain = info.pixelType === 'uint8' || info.pixelType === 'uint16';
  const color = info.rgb && channels.length === 3;
  if (plain && (color || channels.length === 1)) {
    await files.png(path, { width, height, channels: color ? 3 : 1, data });
    return;
  }
  await files.png(path, { width, height, channels: 3, data: asShown(picture) });
}

/** Red, green and blue planes of 8 bits. */
function asShown({ width, height, data, channels, display }: Picture): Uint8Array {
  const area = width * height;
  const light = new Float32Array(3 * area);
  for (const [i, channel] of channels.entries()) {
    const shown = display[channel];
    if (shown === undefined || (!shown.visible && channels.length > 1)) continue;
    const color = [shown.color >> 16, (shown.color >> 8) & 255, shown.color & 255];
    const span = shown.max - shown.min || 1;
    for (let p = 0; p < area; p++) {
      const level = Math.min(1, Math.max(0, (data[i * area + p]! - shown.min) / span)) ** (1 / shown.gamma);
      for (let k = 0; k < 3; k++) light[k * area + p] += level * color[k]!;
    }
  }
  return Uint8Array.from(light, (value) => Math.min(255, Math.round(value)));
}
