import { sameKind, type TiffPage } from './page.ts';
import { type PageStack, plainChannels } from './page-stack.ts';
import { pixelSizeFromResolution } from './pixel-size-from-resolution.ts';
import type { TiffSource } from './tiff-source.ts';

/** Pages of one size and type as the z planes of an image; others (thumbnails, labels of slides) are left out. */
export async function plainStack(
  tiff: TiffSource,
  pages: readonly (TiffPage | null)[],
  base: TiffPage,
  notes: readonly string[],
): Promise<PageStack> {
  const planes = pages.filter((page) => page !== null && !page.reduced && sameKind(page, base));
  return {
    format: 'tiff',
    sizeScene: 1,
    sizeZ: Math.max(1, planes.length),
    sizeT: 1,
    pagesPerPlane: 1,
    planes: planes.length === 0 ? [base] : planes,
    base,
    channels: plainChannels(base, 1),
    pixelSizeUm: await pixelSizeFromResolution(tiff, base),
    notes,
  };
}
