import type { ChannelRange } from '#contract/contract.ts';
import type { ChannelDisplay, ImageInfo, PixelType } from '#core/model/image.ts';

const INTEGER_RANGE: Partial<Record<PixelType, readonly [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65_535],
  int16: [-32_768, 32_767],
  uint32: [0, 4_294_967_295],
  int32: [-2_147_483_648, 2_147_483_647],
};

/** Smallest and largest value of a pixel type; null for floats, whose range only the pixels tell. */
export function typeRange(type: PixelType): readonly [number, number] | null {
  return INTEGER_RANGE[type] ?? null;
}

/**
 * Display limits from the 0.1 and 99.9 percentiles. Colour images keep one range for red, green and blue, so that their hues
 * stay as they are. Channels not in `only` are left alone; null means all.
 */
export function autoContrast(
  display: readonly ChannelDisplay[],
  ranges: readonly ChannelRange[],
  info: Pick<ImageInfo, 'rgb'>,
  only: number | null = null,
): ChannelDisplay[] {
  const shared = info.rgb
    ? { low: Math.min(...ranges.map((range) => range.low)), high: Math.max(...ranges.map((range) => range.high)) }
    : null;
  return display.map((channel, index) => {
    const range = shared ?? ranges[index];
    if (!range || (only !== null && only !== index && !shared)) return channel;
    return { ...channel, ...widened(range.low, range.high) };
  });
}

/** Keeps a flat channel from being divided by zero. */
export function widened(min: number, max: number): { min: number; max: number } {
  return max > min ? { min, max } : { min, max: min + 1 };
}
