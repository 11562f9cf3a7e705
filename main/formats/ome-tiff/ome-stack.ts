import { damaged, type NamedFile } from '../reading/read-errors.ts';
import { toMicrometres } from '../tiff/length-units.ts';
import { sameKind, sameSamples, type TiffPage } from '../tiff/page.ts';
import { type PageScene, type PageStack, without } from '../tiff/page-stack.ts';
import { MOST_PAGES } from '../tiff/read-directories.ts';
import { omeChannels } from './ome-channels.ts';
import { sceneNotes } from './ome-notes.ts';
import type { OmeDocument, OmeImage } from './parse-ome-xml.ts';
import { pagesOfC, planesOf } from './planes-of.ts';
import type { SetFiles } from './set-files.ts';

/** An image of a document whose pages were found. */
export interface FoundImage {
  readonly image: OmeImage;
  readonly scene: PageScene;
}

/**
 * Arranges pages as an OME-XML document says: each of its images whose pages hold the channels of the first one becomes a scene.
 * Null where the document names no page that is there.
 *
 * Throws GroveError 'corrupt' where document and pages contradict each other, and what opening another file of the set throws.
 */
export async function omeStack(
  file: NamedFile,
  document: OmeDocument,
  own: readonly (TiffPage | null)[],
  files: SetFiles,
): Promise<PageStack | null> {
  const total = document.images.reduce((sum, { sizeC, sizeZ, sizeT }) => sum + sizeC * sizeZ * sizeT, 0);
  if (!(total >= 1 && total <= MOST_PAGES)) throw damaged(file, `its OME-XML declares ${total} planes`);
  const found: FoundImage[] = [];
  for (const image of document.images) {
    const base = await firstPage(image, files);
    const first = found[0];
    const alike = first === undefined || (base !== null && likeFirst(first, image, base));
    const scene = base !== null && alike ? await sceneOf(file, image, base, files) : null;
    if (scene !== null) found.push({ image, scene });
  }
  const [first] = found;
  if (first === undefined) return null;
  const { image, scene } = first;
  const pagesPerPlane = pagesOfC(image, scene.base.samples);
  const sizeZ = Math.max(...found.map((one) => one.image.sizeZ));
  const sizeT = Math.max(...found.map((one) => one.image.sizeT));
  const { x, y, z } = image.physicalSize;
  return {
    format: 'ome-tiff',
    scenes: found.map((one) => padded(one, sizeZ, sizeT, pagesPerPlane)),
    sizeZ,
    sizeT,
    pagesPerPlane,
    spare: without(
      own,
      found.flatMap((one) => one.scene.planes),
    ),
    channels: omeChannels(image, scene.base, pagesPerPlane),
    pixelSizeUm: { x: toMicrometres(x.value, x.unit), y: toMicrometres(y.value, y.unit), z: toMicrometres(z.value, z.unit) },
    ...(image.timeStep !== null && { timeStepS: image.timeStep }),
    ...(image.acquired !== null && { acquired: image.acquired }),
    ...(image.objective !== null && { objective: image.objective }),
    ...(document.creator !== null && { software: document.creator }),
    notes: sceneNotes(found, document.images.length, files.missing),
  };
}

/** The first page of an image that can be read; null where none is there. */
async function firstPage(image: OmeImage, files: SetFiles): Promise<TiffPage | null> {
  const blocks = image.tiffData.length > 0 ? image.tiffData : [{ ifd: 0, uuid: null, fileName: null }];
  let failure: { readonly error: unknown } | null = null;
  for (const block of blocks) {
    const page = files.find(block)?.page(block.ifd ?? 0) ?? null;
    try {
      if (page !== null) return typeof page === 'function' ? await page() : page;
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure !== null) throw failure.error;
  return null;
}

function likeFirst({ image, scene }: FoundImage, other: OmeImage, page: TiffPage): boolean {
  return sameSamples(page, scene.base) && pagesOfC(other, page.samples) === pagesOfC(image, scene.base.samples);
}

/** Null where pages of this file differ in size or type. Those of other files are looked at when they are read. */
async function sceneOf(file: NamedFile, image: OmeImage, base: TiffPage, files: SetFiles): Promise<PageScene | null> {
  const planes = await planesOf(file, image, base.samples, files.find);
  if (planes === null || planes.every((page) => page === null)) return null;
  if (planes.some((page) => typeof page === 'object' && page !== null && !sameKind(page, base))) return null;
  const { name, well } = image;
  return { name, base, planes, ...(well !== null && { well }) };
}

/** Fills up to the number of z planes and time points of the largest scene with planes that are not there. */
function padded({ image, scene }: FoundImage, sizeZ: number, sizeT: number, pagesPerPlane: number): PageScene {
  if (image.sizeZ === sizeZ && image.sizeT === sizeT) return scene;
  const planes = new Array<PageScene['planes'][number]>(sizeT * sizeZ * pagesPerPlane).fill(null);
  for (let t = 0; t < image.sizeT; t++) {
    for (let z = 0; z < image.sizeZ; z++) {
      for (let p = 0; p < pagesPerPlane; p++) {
        planes[(t * sizeZ + z) * pagesPerPlane + p] = scene.planes[(t * image.sizeZ + z) * pagesPerPlane + p]!;
      }
    }
  }
  return { ...scene, planes };
}
