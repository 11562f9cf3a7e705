import type { ChannelInfo } from '#core/model/image.ts';
import { damaged, type NamedFile, unsupported } from '../reading/read-errors.ts';
import { toMicrometres } from '../tiff/length-units.ts';
import { sameKind, type TiffPage } from '../tiff/page.ts';
import { isColor, type PageStack, plainChannels } from '../tiff/page-stack.ts';
import { MOST_PAGES } from '../tiff/read-directories.ts';
import type { OmeDocument, OmeImage } from './parse-ome-xml.ts';

/**
 * Arranges pages as an OME-XML document says. Images of the size and type of the first one are its further scenes. Null where
 * the document names no page of this file.
 *
 * Throws GroveError 'unsupported' where the image is spread over several files, and 'corrupt' where document and pages
 * contradict each other.
 */
export function omeStack(file: NamedFile, document: OmeDocument, pages: readonly (TiffPage | null)[]): PageStack | null {
  if (document.metadataFile !== null) {
    const what = `is one file of an image whose description is in ${document.metadataFile}`;
    throw unsupported(file, what, 'save the whole image as a single OME-TIFF');
  }
  refuseSets(file, document);
  const [first, ...others] = document.images;
  if (first === undefined) return null;
  const start = first.tiffData[0]?.ifd ?? 0;
  const base = pages[start];
  if (!base) return null;
  const planes = planesOf(file, first, pages, base);
  if (planes === null) return null;

  let scenes = 1;
  let skipped = 0;
  for (const image of others) {
    const alike = image.sizeC === first.sizeC && image.sizeZ === first.sizeZ && image.sizeT === first.sizeT;
    const more = alike ? planesOf(file, image, pages, base) : null;
    if (more === null) skipped++;
    else {
      planes.push(...more);
      scenes++;
    }
  }
  const missing = planes.filter((page) => page === null).length;
  if (missing === planes.length) return null;
  const notes = [
    ...(skipped > 0 ? [`${skipped} further ${skipped === 1 ? 'image' : 'images'} of another size or type are left out.`] : []),
    ...(missing > 0 ? [`${missing} of ${planes.length} planes are not in the file and read as 0.`] : []),
  ];
  const pagesPerPlane = pagesOfC(first, base);
  const { x, y, z } = first.physicalSize;
  return {
    format: 'ome-tiff',
    sizeScene: scenes,
    sizeZ: first.sizeZ,
    sizeT: first.sizeT,
    pagesPerPlane,
    planes,
    base,
    channels: channelsOf(first, base, pagesPerPlane),
    pixelSizeUm: { x: toMicrometres(x.value, x.unit), y: toMicrometres(y.value, y.unit), z: toMicrometres(z.value, z.unit) },
    notes,
  };
}

/** A set of files refers to several identifiers; one alone is this file, whatever it was renamed to. */
function refuseSets(file: NamedFile, { images }: OmeDocument): void {
  const parts = new Map<string, string>();
  for (const { tiffData } of images) {
    for (const { uuid, fileName } of tiffData) {
      const id = uuid ?? fileName;
      if (id !== null) parts.set(id, fileName ?? id);
    }
  }
  if (parts.size < 2) return;
  const names = [...parts.values()];
  const some = names.length > 3 ? `${names.slice(0, 3).join(', ')} …` : names.join(', ');
  throw unsupported(
    file,
    `is one of ${names.length} files that hold one image together (${some})`,
    'save the whole image as a single OME-TIFF',
  );
}

/** How many pages the channels of a plane take: SizeC counts the samples of colour pages one by one. */
function pagesOfC({ sizeC }: OmeImage, base: TiffPage): number {
  return sizeC % base.samples === 0 ? sizeC / base.samples : sizeC;
}

/** The pages of an image, shape (t, z, page of the plane); null where one is of another kind than `base`. */
function planesOf(
  file: NamedFile,
  image: OmeImage,
  pages: readonly (TiffPage | null)[],
  base: TiffPage,
): (TiffPage | null)[] | null {
  const sizes: Readonly<Record<string, number>> = { C: pagesOfC(image, base), Z: image.sizeZ, T: image.sizeT };
  const total = sizes.C! * sizes.Z! * sizes.T!;
  if (!(total >= 1 && total <= MOST_PAGES)) throw damaged(file, `its OME-XML declares ${total} planes`);
  const order = [...image.order].sort().join('') === 'CTZ' ? [...image.order] : ['Z', 'C', 'T'];
  const planes = new Array<TiffPage | null>(total).fill(null);
  const blocks = image.tiffData.length > 0 ? image.tiffData : [WHOLE_FILE];
  for (const block of blocks) {
    const count = block.planeCount ?? (block.ifd === null ? total : 1);
    const firstC = block.firstC < sizes.C! ? block.firstC : Math.floor(block.firstC / base.samples);
    const at: Record<string, number> = { C: firstC, Z: block.firstZ, T: block.firstT };
    for (let n = 0; n < count; n++) {
      if (order.some((axis) => at[axis]! >= sizes[axis]!)) break;
      const index = (block.ifd ?? 0) + n;
      if (index >= pages.length) break;
      const page = pages[index] ?? null;
      if (page === null || !sameKind(page, base)) return null;
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

function channelsOf({ channels }: OmeImage, base: TiffPage, pagesPerPlane: number): ChannelInfo[] {
  const plain = plainChannels(base, pagesPerPlane);
  if (isColor(base, pagesPerPlane)) return plain;
  // One entry per page, or one per sample of it.
  const perEntry = channels.length === plain.length ? 1 : base.channels;
  return plain.map(({ name, color }, i) => {
    const told = channels[Math.floor(i / perEntry)];
    const part = perEntry > 1 ? ` ${(i % perEntry) + 1}` : '';
    return { name: told?.name ? `${told.name}${part}` : name, color: perEntry === 1 ? (told?.color ?? color) : color };
  });
}
