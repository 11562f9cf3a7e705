import type { PlaneIndex } from '#core/model/image.ts';
import { networkKey } from '#core/model/network.ts';
import type { KnownImage } from '../images/image-sources.ts';
import type { NetworkLibrary } from '../ports.ts';
import { type ChannelFeed, mapChannels } from './map-channels.ts';
import type { LoadedNetwork, NetworkSubject } from './network-tiles.ts';

/** A network of the library, ready to run. Throws GroveError 'not-found'. */
export async function loadNetwork(library: NetworkLibrary, key: string): Promise<LoadedNetwork> {
  const { info, onnxPath } = await library.get(key);
  return { info, file: { key: networkKey(info), path: onnxPath, provider: info.provider } };
}

/** A network on a plane of an image. Throws GroveError 'mismatch' where their channels do not go together. */
export function subjectFor(
  network: LoadedNetwork,
  image: KnownImage & { readonly name: string },
  plane: PlaneIndex,
  channels: readonly number[] | null,
): NetworkSubject {
  const feed: ChannelFeed = mapChannels(network.info, image, channels ?? undefined);
  return { network, image, plane, feed };
}
