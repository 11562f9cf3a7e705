import { sameKind, type TiffPage } from './page.ts';
import { type PageStack, plainChannels, without } from './page-stack.ts';
import { pixelSizeFromResolution } from './pixel-size-from-resolution.ts';

/** Pages of one size and type as the z planes of an image; others (thumbnails, labels of slides) are left out. */
export async function plainStack(
  pages: readonly (TiffPage | null)[],
  base: TiffPage,
  notes: readonly string[],
): Promise<PageStack> {
  const known = pages.filter((page) => page !== null);
  const alike = known.filter((page) => !page.reduced && sameKind(page, base));
  const planes = alike.length === 0 ? [base] : alike;
  return {
    format: 'tiff',
    scenes: [{ name: null, base, planes }],
    sizeZ: planes.length,
    sizeT: 1,
    pagesPerPlane: 1,
    spare: without(known, planes),
    channels: plainChannels(base, 1),
    pixelSizeUm: await pixelSizeFromResolution(base),
    notes,
  };
}
