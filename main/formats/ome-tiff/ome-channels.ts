import type { ChannelInfo } from '#core/model/image.ts';
import type { TiffPage } from '../tiff/page.ts';
import { isColor, plainChannels } from '../tiff/page-stack.ts';
import type { OmeChannel } from './parse-channels.ts';
import type { OmeImage } from './parse-ome-xml.ts';

/** The channels of an image: as the document tells of them, and plain ones where it does not. */
export function omeChannels({ channels }: OmeImage, base: TiffPage, pagesPerPlane: number): ChannelInfo[] {
  const plain = plainChannels(base, pagesPerPlane);
  if (isColor(base, pagesPerPlane)) return plain;
  // Programs that know no colours write white for all.
  const white = channels.length > 1 && channels.every(({ color }) => color === 0xffffff);
  // One entry per page, or one per sample of it.
  const perEntry = channels.length === plain.length ? 1 : base.channels;
  return plain.map(({ name, color }, i): ChannelInfo => {
    const told = channels[Math.floor(i / perEntry)];
    if (told === undefined) return { name, color };
    const part = perEntry > 1 ? ` ${(i % perEntry) + 1}` : '';
    return {
      name: told.name ? `${told.name}${part}` : name,
      color: perEntry === 1 && !white ? (told.color ?? color) : color,
      ...acquisition(told),
    };
  });
}

function acquisition({ fluor, excitationNm, emissionNm, exposureMs }: OmeChannel): Partial<ChannelInfo> {
  return {
    ...(fluor && { fluor }),
    ...(excitationNm !== null && { excitationNm }),
    ...(emissionNm !== null && { emissionNm }),
    ...(exposureMs !== null && { exposureMs }),
  };
}
