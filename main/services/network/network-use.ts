import type { PlaneIndex } from '#core/model/image.ts';
import { networkUse } from '#core/model/network.ts';
import type { KnownImage } from '../images/image-sources.ts';
import { type ChannelFeed, mapChannels } from './map-channels.ts';
import { networkScale } from './network-scale.ts';
import type { LoadedNetwork, NetworkSubject } from './network-tiles.ts';

/** A network on a plane of an image. Throws GroveError 'mismatch' where their channels do not go together. */
export function subjectFor(
  network: LoadedNetwork,
  image: KnownImage & { readonly name: string },
  plane: PlaneIndex,
  channels: readonly number[] | null,
): NetworkSubject {
  const feed: ChannelFeed = mapChannels(network.info, image, channels ?? undefined);
  const scale = networkUse(network.info.task) === 'segmentation' ? networkScale(network.info, image.info) : undefined;
  return { network, image, plane, feed, ...(scale && { scale }) };
}
