import { GroveError } from '#core/model/error.ts';
import type { ImageInfo } from '#core/model/image.ts';
import type { NetworkInfo } from '#core/model/network.ts';

/** How a network is fed from an image. */
export interface ChannelFeed {
  /** Channels of the image to read, in the order in which the network wants them. */
  readonly channels: readonly number[];
  /** Red, green and blue become one grey channel. */
  readonly monochrome: boolean;
}

/** Networks want the colours of a picture in this order. */
const BLUE_GREEN_RED = [2, 1, 0];

/**
 * Which channels of an image a network is given. In this order: those asked for; for colour images blue, green, red (or one grey
 * channel made of them); those with the names stored at import; the only channel. Position alone decides nothing where there are
 * more channels than needed. Throws GroveError 'mismatch' with the code 'CHANNEL_COUNT' or 'CHANNEL_MAP'.
 */
export function mapChannels(
  network: Pick<NetworkInfo, 'name' | 'channels' | 'channelNames' | 'monochrome'>,
  image: { readonly name: string; readonly path: string; readonly info: Pick<ImageInfo, 'channels' | 'rgb'> },
  asked?: readonly number[],
): ChannelFeed {
  const { channels, rgb } = image.info;
  const refuse = (code: string, message: string): never => {
    throw new GroveError('mismatch', message, { file: image.path, code });
  };
  const has = `${image.name} has ${counted(channels.length)} (${channels.map(({ name }) => name).join(', ')})`;
  if (asked !== undefined) {
    if (asked.length !== network.channels) {
      refuse(
        'CHANNEL_COUNT',
        `${network.name} needs ${counted(network.channels)} but ${counted(asked.length)} were chosen; choose as many.`,
      );
    }
    const missing = asked.find((channel) => channel >= channels.length);
    if (missing !== undefined) refuse('CHANNEL_MAP', `${has}, so there is no channel ${missing + 1}; choose one that is there.`);
    return { channels: asked, monochrome: false };
  }
  if (rgb && network.channels === 3) return { channels: BLUE_GREEN_RED, monochrome: false };
  if (rgb && network.channels === 1 && network.monochrome) return { channels: [0, 1, 2], monochrome: true };
  const named = network.channelNames?.map((name) => channels.findIndex((channel) => channel.name === name));
  if (named?.every((channel) => channel >= 0)) return { channels: named, monochrome: false };
  if (channels.length < network.channels) {
    refuse(
      'CHANNEL_COUNT',
      `${network.name} needs ${counted(network.channels)} but ${has}; choose an image of the kind it was trained on.`,
    );
  }
  if (channels.length === 1) return { channels: [0], monochrome: false };
  const wanted = network.channelNames === null ? '' : ` It was set up for ${network.channelNames.join(', ')}.`;
  return refuse('CHANNEL_MAP', `${has}, and ${network.name} needs ${counted(network.channels)}: choose which.${wanted}`);
}

function counted(channels: number): string {
  return channels === 1 ? 'one channel' : `${channels} channels`;
}
