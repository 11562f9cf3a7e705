import type { ImageInfo } from '#core/model/image.ts';
import { SelectField } from '../controls/field.tsx';

/** Image channels that feed a network, in its order; null where a colour image feeds it as blue, green, red. */
export type ChannelChoice = readonly number[] | null;

/**
 * What is chosen at first: the channels with the names that the file gives, where the image has them all; else the only channel, or
 * the first where the network wants one; never a guess for several.
 */
export function firstMap(channels: number, info: ImageInfo | null, names: readonly string[] = []): ChannelChoice {
  if (info === null || (info.rgb && (channels === 3 || channels === 1))) return null;
  const named = names.map((name) => info.channels.findIndex((channel) => channel.name === name));
  if (named.length === channels && named.every((channel) => channel >= 0)) return named;
  return Array.from({ length: channels }, (_, k) => Math.min(k, info.channels.length - 1));
}

export function mapNames(map: ChannelChoice, info: ImageInfo): string[] | null {
  return map === null ? null : map.map((channel) => info.channels[channel]?.name ?? '');
}

interface Props {
  readonly info: ImageInfo;
  readonly map: ChannelChoice;
  onChange(map: ChannelChoice): void;
}

/** Which channel of the open image feeds each channel of the network. Kept by name for images to come. */
export function ChannelMap({ info, map, onChange }: Props) {
  if (map === null) return <p className="quiet">Colour images are given to the network as blue, green and red.</p>;
  const options = info.channels.map((channel, i) => ({ value: String(i), label: channel.name || `Channel ${i + 1}` }));
  return (
    <fieldset className="channel-map" aria-label="Channels of the network">
      {map.map((channel, k) => (
        <SelectField
          // A channel of a network is its place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={k}
          label={map.length === 1 ? 'Channel' : `Channel ${k + 1}`}
          value={String(channel)}
          options={options}
          tip="Kept by its name: other images are matched by it"
          onChange={(value) => onChange(map.map((one, i) => (i === k ? Number(value) : one)))}
        />
      ))}
    </fieldset>
  );
}
