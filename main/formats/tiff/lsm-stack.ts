import type { ChannelInfo } from '#core/model/image.ts';
import { type LsmInfo, readLsmInfo } from './lsm-info.ts';
import { sameKind, type TiffPage } from './page.ts';
import { type PageScene, type PageStack, plainChannels } from './page-stack.ts';
import { Compression } from './tags.ts';

/**
 * Arranges the pages of a Zeiss LSM file: a page of all channels per plane, z fastest, then time, then positions and tiles, which
 * become scenes. Each is followed by a thumbnail, which is left out. Null where the file is no LSM.
 */
export async function lsmStack(pages: readonly (TiffPage | null)[], base: TiffPage): Promise<PageStack | null> {
  const lsm = await readLsmInfo(pages[0]!);
  if (lsm === null) return null;
  const first = channelPage(base);
  const alike = pages.filter((page) => page !== null).filter((page) => !page.reduced && sameKind(page, base));
  const planes = alike.length === 0 ? [first] : alike.map(channelPage);
  const { sizeZ, sizeT, places, voxel } = lsm;
  const fits = sizeZ * sizeT * places === planes.length;
  const perScene = fits ? sizeZ * sizeT : planes.length;
  const scenes = Array.from({ length: fits ? places : 1 }, (_, i): PageScene => {
    const its = planes.slice(i * perScene, (i + 1) * perScene);
    return { name: null, base: its[0]!, planes: its };
  });
  const um = (metres: number): number | null => (metres > 0 && Number.isFinite(metres) ? metres * 1e6 : null);
  return {
    format: 'lsm',
    scenes,
    sizeZ: fits ? sizeZ : perScene,
    sizeT: fits ? sizeT : 1,
    pagesPerPlane: 1,
    spare: [],
    channels: channelsOf(lsm, first),
    pixelSizeUm: { x: um(voxel.x), y: um(voxel.y), z: um(voxel.z) },
    ...(lsm.timeStep > 0 && fits && sizeT > 1 && { timeStepS: lsm.timeStep }),
    notes: fits ? [] : [`It declares ${sizeZ * sizeT * places} planes but has ${planes.length}; they are shown in their order.`],
  };
}

/**
 * Whatever its photometric tag says, each sample is a channel of its own. The lengths given for compressed strips are those of
 * the expanded ones.
 */
function channelPage(page: TiffPage): TiffPage {
  const { samples } = page;
  if (page.color === 'palette') return page;
  return {
    ...page,
    color: 'grey',
    channels: samples,
    keptSamples: Array.from({ length: samples }, (_, i) => i),
    inverted: false,
    looseLengths: page.compression !== Compression.none,
  };
}

function channelsOf({ colors }: LsmInfo, base: TiffPage): ChannelInfo[] {
  const plain = plainChannels(base, 1);
  return colors.length === plain.length
    ? plain.map(({ name }, i) => ({ name: colors[i]!.name || name, color: colors[i]!.color }))
    : plain;
}
