import { GroveError } from '../model/error.ts';
import type { ChannelInfo } from '../model/image.ts';
import type { Layout } from './layout.ts';

/** Where a class is in a segmentation. */
export interface ClassPlace {
  /** Its channel, of an image with a channel per class; null for a label image, where it is a value. */
  readonly channel: number | null;
  readonly value: number;
  readonly info: ChannelInfo;
}

/**
 * Finds a class by its number from 1 or, in an image with a channel per class, by the name of its channel. Throws GroveError
 * 'invalid-input'.
 */
export function classPlace({ name, channels, pixelType }: Layout, text: string): ClassPlace {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (channels.length === 1) {
    const most = 2 ** (pixelType === 'uint8' ? 8 : pixelType === 'uint16' ? 16 : 32) - 1;
    if (number >= 1 && number <= most) return { channel: null, value: number, info: { name: `Class ${number}`, color: null } };
    throw new GroveError('invalid-input', `A class of the label image ${name} is a number from 1 to ${most}, not '${text}'.`);
  }
  const named = channels.findIndex((one) => one.name === text);
  const channel = named >= 0 ? named : number - 1;
  const info = channels[channel];
  if (info !== undefined) return { channel, value: number, info };
  const names = channels.map((one) => one.name).join(', ');
  throw new GroveError('invalid-input', `${name} has no class ${text}; it has ${names}.`);
}
