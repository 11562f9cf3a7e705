import { damaged, type NamedFile } from '../reading/read-errors.ts';
import type { PageRef } from '../tiff/page-stack.ts';
import type { OmeImage } from './parse-ome-xml.ts';
import type { SetFile } from './set-files.ts';

/**
 * The pages of an image, shape (t, z, page of the plane), as its TiffData elements and the order of its dimensions have it; null
 * where a plane is in no page. `samples` of one page count as so many channels. Null where a page of it cannot be read.
 *
 * Throws GroveError 'corrupt' where planes are named over and over.
 */
export async function planesOf(
  file: NamedFile,
  image: OmeImage,
  samples: number,
  find: (block: OmeImage['tiffData'][number]) => SetFile | null,
): Promise<(PageRef | null)[] | null> {
  const sizes: Readonly<Record<string, number>> = { C: pagesOfC(image, samples), Z: image.sizeZ, T: image.sizeT };
  const total = sizes.C! * sizes.Z! * sizes.T!;
  const order = [...image.order].sort().join('') === 'CTZ' ? [...image.order] : ['Z', 'C', 'T'];
  const planes = new Array<PageRef | null>(total).fill(null);
  const blocks = image.tiffData.length > 0 ? image.tiffData : [WHOLE_FILE];
  let steps = 0;
  for (const block of blocks) {
    const from = find(block);
    if (from === null) continue;
    // Without a number, all pages of the file follow each other.
    const open = block.planeCount === null && block.ifd === null;
    const count = open ? await from.pages() : (block.planeCount ?? 1);
    const firstC = block.firstC < sizes.C! ? block.firstC : Math.floor(block.firstC / samples);
    const at: Record<string, number> = { C: firstC, Z: block.firstZ, T: block.firstT };
    for (let n = 0; n < count; n++) {
      if (order.some((axis) => at[axis]! >= sizes[axis]!)) break;
      if (++steps > 4 * total + 4 * blocks.length) throw damaged(file, 'its OME-XML names the same planes over and over');
      const page = from.page((block.ifd ?? 0) + n);
      if (page === undefined) break;
      if (page === null) return null;
      planes[(at.T! * sizes.Z! + at.Z!) * sizes.C! + at.C!] = page;
      for (const axis of order) {
        at[axis]!++;
        if (at[axis]! < sizes[axis]! || axis === order[2]) break;
        at[axis] = 0;
      }
    }
  }
  return planes;
}

const WHOLE_FILE = { ifd: null, planeCount: null, firstC: 0, firstZ: 0, firstT: 0, uuid: null, fileName: null };

/** How many pages the channels of a plane take: SizeC counts the samples of colour pages one by one. */
export function pagesOfC({ sizeC }: OmeImage, samples: number): number {
  return sizeC % samples === 0 ? sizeC / samples : sizeC;
}
