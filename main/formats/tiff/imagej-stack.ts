import type { PixelSizeUm } from '#core/model/image.ts';
import { cutOff } from '../reading/read-errors.ts';
import { readChunkTable } from './chunk-table.ts';
import { tagNumber } from './directory.ts';
import { toMicrometres } from './length-units.ts';
import { chunkRowBytes, sameKind, type TiffPage } from './page.ts';
import { type PageStack, plainChannels, without } from './page-stack.ts';
import { MOST_PAGES } from './read-directories.ts';
import { Compression, Tag } from './tags.ts';

/**
 * Arranges the pages of an ImageJ file (its description begins with 'ImageJ=') as channels, z planes and time points, channels
 * fastest. Stacks of one directory, as ImageJ writes them above 4 GB, follow it without gaps. Null where the counts in the
 * description do not fit the pages.
 */
export async function imageJStack(
  pages: readonly (TiffPage | null)[],
  base: TiffPage,
  description: string,
): Promise<PageStack | null> {
  const keys = new Map(
    description.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const] : [];
    }),
  );
  const count = (key: string): number | null => {
    const value = Number(keys.get(key) ?? '1');
    return Number.isInteger(value) && value >= 1 && value <= MOST_PAGES ? value : null;
  };
  const images = count('images');
  const channels = count('channels');
  const frames = count('frames');
  const slices = keys.has('slices') || keys.has('channels') || keys.has('frames') ? count('slices') : images;
  if (images === null || channels === null || slices === null || frames === null) return null;
  if (channels * slices * frames !== images) return null;

  const seconds = Number(keys.get('finterval') ?? Number.NaN);
  const interval = seconds > 0 && Number.isFinite(seconds) ? seconds : null;
  let planes = pages.filter((page) => page !== null && !page.reduced && sameKind(page, base));
  if (planes.length === 1 && images > 1) planes = (await contiguousPlanes(base, images)) ?? planes;
  if (planes.length !== images) return null;
  return {
    format: 'tiff',
    scenes: [{ name: null, base, planes }],
    sizeZ: slices,
    sizeT: frames,
    pagesPerPlane: channels,
    spare: without(pages, planes),
    channels: plainChannels(base, channels),
    pixelSizeUm: await pixelSize(base, keys),
    ...(frames > 1 && interval !== null && { timeStepS: interval }),
    notes: [],
  };
}

/** Planes that follow the first one without directories; null where that one is not a single uncompressed run of bytes. */
async function contiguousPlanes(base: TiffPage, images: number): Promise<TiffPage[] | null> {
  if (base.compression !== Compression.none || base.tiled) return null;
  const { offsets } = await readChunkTable(base);
  const rowBytes = chunkRowBytes(base);
  const gap = offsets.findIndex((offset, i) => i > 0 && offset !== offsets[i - 1]! + rowBytes * base.storedRows);
  if (gap >= 0) return null;
  const planeBytes = rowBytes * base.height * (base.planar ? base.samples : 1);
  if (offsets[0]! + planeBytes * images > base.tiff.file.size) throw cutOff(base.tiff.file, `the last of its ${images} planes`);
  return Array.from({ length: images }, (_, i) => ({ ...base, shift: i * planeBytes }));
}

async function pixelSize({ tiff, directory }: TiffPage, keys: ReadonlyMap<string, string>): Promise<PixelSizeUm> {
  const unit = keys.get('unit') ?? '';
  const along = async (tag: number, unitKey: string): Promise<number | null> => {
    const perUnit = await tagNumber(tiff, directory, tag, 0);
    return toMicrometres(1 / perUnit, keys.get(unitKey) ?? unit);
  };
  return {
    x: await along(Tag.xResolution, 'unit'),
    y: await along(Tag.yResolution, 'yunit'),
    z: toMicrometres(Number(keys.get('spacing') ?? Number.NaN), keys.get('zunit') ?? unit),
  };
}
