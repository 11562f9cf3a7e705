import type { ClassifierInfo } from '#core/model/classifier.ts';
import { GroveError } from '#core/model/error.ts';
import type { ImageInfo } from '#core/model/image.ts';

/**
 * Channels of the image that stand for those the model was trained on, in its order.
 *
 * A model of one channel runs on any single channel: on the one asked for, else on the one with the index it was trained on,
 * else on an image's only channel. A model of several channels needs an image that has them all. Throws 'mismatch'.
 */
export function modelChannels(
  model: ClassifierInfo,
  image: { name: string; path: string; info: ImageInfo },
  channel?: number,
): number[] {
  const wanted = model.features.channels;
  const available = image.info.channels.length;
  if (channel !== undefined) {
    if (wanted.length === 1 && channel < available) return [channel];
    const reason =
      wanted.length === 1
        ? `${image.name} has no channel ${channel}: it has ${counted(available)}, counted from 0.`
        : `${model.name} uses ${counted(wanted.length)}, so a single channel of ${image.name} cannot be chosen for it.`;
    throw new GroveError('mismatch', reason, { file: image.path });
  }
  if (wanted.every((index) => index < available)) return [...wanted];
  if (wanted.length === 1 && available === 1) return [0];
  const needs = wanted.length === 1 ? `channel ${wanted[0]}` : `channels ${wanted.join(', ')}`;
  const message = `The model ${model.name} was trained on ${needs} but ${image.name} has only ${counted(available)}; choose an image of the kind it was trained on, or train a model for this one.`;
  throw new GroveError('mismatch', message, { file: image.path });
}

function counted(channels: number): string {
  return channels === 1 ? 'one channel' : `${channels} channels`;
}
