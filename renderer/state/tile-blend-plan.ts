import type { ChannelDisplay } from '#core/model/image.ts';

/** Channels that one pass of the image shader adds up. */
export const SLOTS_PER_PASS = 16;

/** One channel in a pass. */
export interface BlendSlot {
  /** Place of the channel among those of its texture. */
  readonly row: number;
  readonly min: number;
  readonly max: number;
  readonly gamma: number;
  /** Red, green and blue, 0…1. */
  readonly color: readonly [number, number, number];
}

/** Channels that are drawn together: they lie in one texture of the tile. */
export interface BlendPass {
  readonly texture: number;
  readonly slots: readonly BlendSlot[];
}

export interface BlendInput {
  readonly display: readonly ChannelDisplay[];
  readonly mode: 'blend' | 'grey';
  readonly greyChannel: number;
  /** Channels of the image. */
  readonly channels: number;
  /** Channels that fit into one texture of a tile. */
  readonly channelsPerTexture: number;
}

const WHITE: readonly [number, number, number] = [1, 1, 1];

/**
 * Which channels are drawn in which pass. The passes add up to the picture, so their number does not change it; at least one
 * pass is returned, an empty one when no channel is visible, so that a tile always covers what lies under it.
 */
export function planBlend({ display, mode, greyChannel, channels, channelsPerTexture }: BlendInput): BlendPass[] {
  const passes: { texture: number; slots: BlendSlot[] }[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const shown = display[channel];
    if (!shown || (mode === 'grey' ? channel !== greyChannel : !shown.visible)) continue;
    const texture = Math.floor(channel / channelsPerTexture);
    let pass = passes.at(-1);
    if (!pass || pass.texture !== texture || pass.slots.length === SLOTS_PER_PASS) {
      pass = { texture, slots: [] };
      passes.push(pass);
    }
    const { min, max, gamma, color } = shown;
    pass.slots.push({ row: channel % channelsPerTexture, min, max, gamma, color: mode === 'grey' ? WHITE : rgbOf(color) });
  }
  return passes.length > 0 ? passes : [{ texture: 0, slots: [] }];
}

/** 0xRRGGBB as red, green and blue, 0…1. */
export function rgbOf(color: number): [number, number, number] {
  return [((color >> 16) & 255) / 255, ((color >> 8) & 255) / 255, (color & 255) / 255];
}
