import type { ChannelDisplay, ImageInfo } from '#core/model/image.ts';
import type { SampleRange } from '#core/raster/sample-range.ts';

const GREY = 0xffffff;
const RGB = [0xff0000, 0x00ff00, 0x0000ff];

/** Colours of channels that bring none, told apart by colour-blind eyes and additive on a dark ground. */
const CHANNEL_COLORS = [0x4f8fff, 0x3ddc6a, 0xff5ac8, 0xffb02e, 0x3fe0e0, 0xff5a4f, 0xb5e853, 0xa97bff];

/**
 * How an image is shown at first: channels as the file says, else from their 0.1 to their 99.9 percentile, 8-bit colour images over their full range,
 * deeper colour images with one range for red, green and blue so that hues stay.
 */
export function defaultDisplay(info: ImageInfo, ranges: readonly SampleRange[]): ChannelDisplay[] {
  const low = Math.min(...ranges.map((range) => range.low));
  const high = Math.max(...ranges.map((range) => range.high));
  const palette = info.rgb ? RGB : info.channels.length === 1 ? [GREY] : CHANNEL_COLORS;
  const colorOf = (i: number): number => info.channels[i]!.color ?? palette[i % palette.length]!;
  return info.channels.map((channel, i) => {
    const range = ranges[i]!;
    const told = channel.display;
    // A range that shows nothing of the first plane would open a black picture.
    if (!info.rgb && told !== undefined && told.max > range.min && told.min < range.max) {
      return { color: colorOf(i), visible: true, ...told };
    }
    const [min, max] = !info.rgb ? [range.low, range.high] : info.pixelType === 'uint8' ? [0, 255] : [low, high];
    return { color: colorOf(i), visible: true, min, max: max > min ? max : min + 1, gamma: 1 };
  });
}
