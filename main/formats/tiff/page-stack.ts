import type { ChannelInfo, PixelSizeUm } from '#core/model/image.ts';
import type { TiffPage } from './page.ts';

/** The pages of a file arranged as the planes of an image. All pages are of the same kind. */
export interface PageStack {
  readonly format: 'tiff' | 'ome-tiff';
  readonly sizeScene: number;
  readonly sizeZ: number;
  readonly sizeT: number;
  /** Pages that together are one plane; each brings `base.channels` channels. */
  readonly pagesPerPlane: number;
  /** Shape (scene, t, z, page of the plane) in C order. Null where the file has no such page: zeros. */
  readonly planes: readonly (TiffPage | null)[];
  /** A page as all of them are. */
  readonly base: TiffPage;
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
