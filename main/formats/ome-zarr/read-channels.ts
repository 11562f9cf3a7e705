import type { ChannelInfo } from '#core/model/image.ts';
import { asList, asNumber, asObject, asText, type JsonObject, member } from './json.ts';
import type { ZarrGroup } from './read-group.ts';

/**
 * Names, colours and display ranges of the channels from `omero`, what NGFF has no words for from `grove`, which Grove writes, and
 * the rest from `others`, the channels of the OME-XML beside the image.
 */
export function readChannels(
  group: ZarrGroup,
  count: number,
  others: readonly { readonly name: string | null; readonly color: number | null }[],
): ChannelInfo[] {
  const told = asList(member(asObject(member(group.ome, 'omero')), 'channels'));
  const own = asList(member(asObject(member(group.all, 'grove')), 'channels'));
  return Array.from({ length: count }, (_, i) => {
    const channel = asObject(told[i]);
    const extra = asObject(own[i]);
    const name = asText(member(channel, 'label')) ?? others[i]?.name ?? '';
    const color = readColor(asText(member(channel, 'color')));
    // White and the whole range are written where nothing is known.
    const unknownColor = told.length === 0 || (color === 0xffffff && member(extra, 'color') === null);
    const range = own.length > 0 && member(extra, 'display') === undefined ? null : readWindow(channel);
    const gamma = asNumber(member(asObject(member(extra, 'display')), 'gamma')) ?? 1;
    return {
      name: name !== '' ? name : count === 1 ? 'Grey' : `Channel ${i + 1}`,
      color: unknownColor ? (others[i]?.color ?? null) : color,
      ...extras(extra),
      ...(range !== null && { display: { ...range, gamma } }),
    };
  });
}

function extras(extra: JsonObject): Pick<ChannelInfo, 'fluor' | 'excitationNm' | 'emissionNm' | 'exposureMs'> {
  const fluor = asText(member(extra, 'fluor'));
  const excitationNm = asNumber(member(extra, 'excitationNm'));
  const emissionNm = asNumber(member(extra, 'emissionNm'));
  const exposureMs = asNumber(member(extra, 'exposureMs'));
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

function readWindow(channel: JsonObject): { min: number; max: number } | null {
  const range = asObject(member(channel, 'window'));
  const min = asNumber(member(range, 'start'));
  const max = asNumber(member(range, 'end'));
  return min === null || max === null || !(max > min) ? null : { min, max };
}
