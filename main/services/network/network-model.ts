import { createHash } from 'node:crypto';
import { GroveError } from '#core/model/error.ts';
import { manyClasses, type NetworkInfo, networkUse } from '#core/model/network.ts';
import type { KnownImage } from '../images/image-sources.ts';
import type { SegmentingModel } from '../prediction/segmenting-model.ts';
import type { ChannelFeed } from './map-channels.ts';
import type { NetworkRegions } from './network-regions.ts';
import { networkScale } from './network-scale.ts';
import type { LoadedNetwork } from './network-tiles.ts';

/** A segmentation network on an image. Throws GroveError 'mismatch' for networks of another use. */
export function networkModel(
  network: LoadedNetwork,
  image: KnownImage & { readonly name: string },
  feed: ChannelFeed,
  regions: NetworkRegions,
): SegmentingModel {
  const { info } = network;
  if (networkUse(info.task) !== 'segmentation') {
    const message = `${info.name} is a network for ${info.task}, which gives pixels no classes; use it to process or to classify images.`;
    throw new GroveError('mismatch', message, { code: 'UNSUPPORTED_TYPE' });
  }
  const scale = networkScale(info, image.info);
  return {
    id: `${network.file.key}~${settingsHash(info, feed)}`,
    name: info.name,
    edition: `SHA-256 ${info.hash.slice(0, 16)}`,
    classes: info.classes.map(({ name, color }) => ({ name, color })),
    channels: feed.channels,
    mayBeNone: manyClasses(info.task),
    refinement: '',
    predict: (plane, rect, probabilities, options) =>
      regions.labels({ network, image, plane, feed, ...(scale && { scale }) }, rect, probabilities, options),
  };
}

/** Changes with everything that changes the answer for the same pixels. */
function settingsHash({ tile, border, values, provider, resample }: NetworkInfo, { channels, monochrome }: ChannelFeed): string {
  const text = JSON.stringify([tile, border, values, provider, resample, channels, monochrome]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
