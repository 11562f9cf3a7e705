import type { ChannelInfo, ImageInfo, PixelSizeUm } from '#core/model/image.ts';
import type { TiffPage } from './page.ts';

/** A page, or how to get at it where it is in a file that is read only when it is needed. */
export type PageRef = TiffPage | (() => Promise<TiffPage>);

/** Pages arranged as the planes of a scene. All are of the same kind. */
export interface PageScene {
  /** Null where the file has none. */
  readonly name: string | null;
  readonly well?: string;
  /** A page as all of them are. */
  readonly base: TiffPage;
  /** Shape (t, z, page of the plane) in C order. Null where there is no such page: zeros. */
  readonly planes: readonly (PageRef | null)[];
}

/** The pages of a file, or of a set of files, arranged as an image. The pages of all scenes hold the same channels. */
export interface PageStack extends Pick<ImageInfo, 'timeStepS' | 'acquired' | 'objective' | 'software'> {
  readonly format: 'tiff' | 'ome-tiff' | 'lsm';
  /** At least one. */
  readonly scenes: readonly PageScene[];
  readonly sizeZ: number;
  readonly sizeT: number;
  /** Pages that together are one plane; all bring the same number of channels. */
  readonly pagesPerPlane: number;
  /** Pages of the main chain that are no planes: perhaps smaller copies of them. */
  readonly spare: readonly TiffPage[];
  readonly channels: readonly ChannelInfo[];
  readonly pixelSizeUm: PixelSizeUm;
  /** What was left out or could not be understood, for the user. */
  readonly notes: readonly string[];
}

const RGB: readonly ChannelInfo[] = [
  { name: 'Red', color: 0xff0000 },
  { name: 'Green', color: 0x00ff00 },
  { name: 'Blue', color: 0x0000ff },
];

/** True where the channels of a stack are the red, green and blue of one colour image. */
export function isColor(base: TiffPage, pagesPerPlane: number): boolean {
  return base.color !== 'grey' && pagesPerPlane === 1;
}

/** Names for channels of which the file says nothing. */
export function plainChannels(base: TiffPage, pagesPerPlane: number): ChannelInfo[] {
  if (isColor(base, pagesPerPlane)) return [...RGB];
  const count = base.channels * pagesPerPlane;
  return Array.from({ length: count }, (_, i) => ({ name: count === 1 ? 'Grey' : `Channel ${i + 1}`, color: null }));
}

/** The pages that are not among `planes`. */
export function without(pages: readonly (TiffPage | null)[], planes: readonly (PageRef | null)[]): TiffPage[] {
  const used = new Set<unknown>(planes);
  return pages.filter((page) => page !== null).filter((page) => !used.has(page));
}
