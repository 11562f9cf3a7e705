import type { ChannelInfo } from '#core/model/image.ts';
import type { OmeChannel } from '../ome-tiff/parse-channels.ts';
import { asList, asName, asNumber, asObject, asText, type JsonObject, member } from './json.ts';
import type { ZarrGroup } from './read-group.ts';

/**
 * Names, colours and display ranges of the channels from `omero`, what NGFF has no words for from `grove`, which Grove writes, and
 * the rest from `others`, the channels of the OME-XML beside the image.
 */
export function readChannels(group: ZarrGroup, count: number, others: readonly OmeChannel[]): ChannelInfo[] {
  const told = asList(member(asObject(member(group.ome, 'omero')), 'channels'));
  const own = asList(member(asObject(member(group.all, 'grove')), 'channels'));
  return Array.from({ length: count }, (_, i) => {
    const channel = asObject(told[i]);
    const extra = asObject(own[i]);
    const other = others[i] ?? null;
    const name = asName(member(channel, 'label')) ?? other?.name ?? '';
    const color = readColor(asText(member(channel, 'color')));
    // White and the whole range are written where nothing is known.
    const unknownColor = told.length === 0 || (color === 0xffffff && member(extra, 'color') === null);
    const range = readWindow(channel, own.length > 0 && member(extra, 'display') === undefined);
    const gamma = asNumber(member(asObject(member(extra, 'display')), 'gamma')) ?? 1;
    return {
      name: name !== '' ? name : count === 1 ? 'Grey' : `Channel ${i + 1}`,
      color: unknownColor ? (other?.color ?? null) : color,
      ...extras(extra, other),
      ...(range !== null && { display: { ...range, gamma } }),
    };
  });
}

function extras(
  extra: JsonObject,
  other: OmeChannel | null,
): Pick<ChannelInfo, 'fluor' | 'excitationNm' | 'emissionNm' | 'exposureMs'> {
  const fluor = asName(member(extra, 'fluor')) ?? other?.fluor ?? null;
  const number = (name: 'excitationNm' | 'emissionNm' | 'exposureMs'): number | null =>
    asNumber(member(extra, name)) ?? other?.[name] ?? null;
  const [excitationNm, emissionNm, exposureMs] = [number('excitationNm'), number('emissionNm'), number('exposureMs')];
  return {
    ...(fluor !== null && { fluor }),
    ...(excitationNm !== null && { excitationNm }),
    ...(emissionNm !== null && { emissionNm }),
    ...(exposureMs !== null && { exposureMs }),
  };
}

/** Six digits of red, green and blue; two more for opacity are passed over. */
function readColor(text: string | null): number | null {
  const [, digits] = /^#?([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(text ?? '') ?? [];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

/** The range to show; null where it is the whole one and that says nothing. */
function readWindow(channel: JsonObject, wholeSaysNothing: boolean): { min: number; max: number } | null {
  const range = asObject(member(channel, 'window'));
  const min = asNumber(member(range, 'start'));
  const max = asNumber(member(range, 'end'));
  if (min === null || max === null || !(max > min)) return null;
  return wholeSaysNothing && min === member(range, 'min') && max === member(range, 'max') ? null : { min, max };
}
