import { GroveError } from '#core/model/error.ts';
import { allocatePixels, type ImageInfo, type PlaneIndex } from '#core/model/image.ts';
import type { ImageFile } from '../../services/ports.ts';
import { omeStack } from '../ome-tiff/ome-stack.ts';
import { parseOmeXml } from '../ome-tiff/parse-ome-xml.ts';
import { checkRequest } from '../reading/check-request.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { tagBytes } from './directory.ts';
import { imageJStack } from './imagej-stack.ts';
import type { TiffPage } from './page.ts';
import { findLevels } from './page-levels.ts';
import { createPageReader } from './page-reader.ts';
import { isColor, type PageStack } from './page-stack.ts';
import { plainStack } from './plain-stack.ts';
import { readDirectories } from './read-directories.ts';
import { pageNotes, readPage } from './read-page.ts';
import { Tag } from './tags.ts';
import { openTiffSource, type TiffSource } from './tiff-source.ts';

const LONGEST_DESCRIPTION = 32 * 2 ** 20;

/**
 * Opens a TIFF, BigTIFF, OME-TIFF or ImageJ TIFF. `file` belongs to the image from now on, also where opening fails. Throws
 * GroveError 'corrupt', 'unsupported', 'too-large', 'unreadable'.
 */
export async function openTiff(file: SourceFile, cache: ChunkCache): Promise<ImageFile> {
  const tiff = await openTiffSource(file);
  const pages = await readPages(tiff);
  const base = pages.find((page) => page !== null && !page.reduced) ?? pages[0]!;
  const stack = await arrange(tiff, pages, base);
  const pyramid = await findLevels(tiff, pages, stack.base, stack.planes);
  const reader = createPageReader(tiff, cache);
  await reader.check(stack.base);
  const last = stack.planes.findLast((page) => page !== null);
  if (last) await reader.check(last);

  const info = stackInfo(stack, pyramid.levels);
  const planeOf = ({ scene, z, t }: PlaneIndex): number => ((scene * stack.sizeT + t) * stack.sizeZ + z) * stack.pagesPerPlane;
  return {
    info,
    async read(request) {
      checkRequest(file, info, request);
      const { plane, level, rect, channels } = request;
      const area = rect.width * rect.height;
      const data = allocatePixels(info.pixelType, channels.length * area);
      const wanted = channels.map((channel, i) => ({
        of: Math.floor(channel / stack.base.channels),
        channel: channel % stack.base.channels,
        at: i * area,
      }));
      for (const of of new Set(wanted.map((one) => one.of))) {
        const page = stack.planes[planeOf(plane) + of];
        if (!page) continue;
        const its = wanted.filter((one) => one.of === of);
        await reader.read({ page: await pyramid.at(page, level), rect, channels: its }, data);
      }
      return { width: rect.width, height: rect.height, channels: channels.length, data };
    },
    async close() {
      reader.close();
      await file.close();
    },
  };
}

/** All pages of the main chain; null for one, other than the first, that Grove cannot read. */
async function readPages(tiff: TiffSource): Promise<(TiffPage | null)[]> {
  const directories = await readDirectories(tiff);
  const pages: (TiffPage | null)[] = [];
  for (const [index, directory] of directories.entries()) {
    try {
      pages.push(await readPage(tiff, directory, index));
    } catch (error) {
      if (index === 0 || !(error instanceof GroveError) || error.kind !== 'unsupported') throw error;
      pages.push(null);
    }
  }
  return pages;
}

/** Pages as OME-XML or ImageJ describe them, or else as a plain stack. */
async function arrange(tiff: TiffSource, pages: readonly (TiffPage | null)[], base: TiffPage): Promise<PageStack> {
  const bytes = await tagBytes(tiff, pages[0]!.directory, Tag.description, LONGEST_DESCRIPTION);
  const text = bytes === null ? '' : descriptionText(bytes);
  const notes: string[] = [];
  if (/<(\w+:)?OME[\s>]/.test(text.slice(0, 4096))) {
    const document = parseOmeXml(text);
    const stack = document === null ? null : omeStack(tiff.file, document, pages);
    if (stack !== null) return stack;
    notes.push('Its OME-XML does not fit its pages; they are shown as a stack in their order.');
  } else if (text.startsWith('ImageJ=')) {
    const stack = await imageJStack(tiff, pages, base, text);
    if (stack !== null) return stack;
    notes.push('Its ImageJ description does not fit its pages; they are shown as a stack in their order.');
  }
  return plainStack(tiff, pages, base, notes);
}

function stackInfo(stack: PageStack, levels: ImageInfo['levels']): ImageInfo {
  const { base, pagesPerPlane } = stack;
  const notes = [...pageNotes(base), ...stack.notes];
  return {
    format: stack.format,
    width: base.width,
    height: base.height,
    sizeScene: stack.sizeScene,
    sizeZ: stack.sizeZ,
    sizeT: stack.sizeT,
    channels: stack.channels,
    rgb: isColor(base, pagesPerPlane),
    pixelType: base.pixelType,
    pixelSizeUm: stack.pixelSizeUm,
    levels,
    chunk: { width: Math.min(base.chunkWidth, base.width), height: Math.min(base.chunkHeight, base.height) },
    ...(notes.length > 0 && { notes }),
  };
}

/** UTF-8, or Latin-1 where it is not; up to the first zero byte. */
function descriptionText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = Buffer.from(end < 0 ? bytes : bytes.subarray(0, end));
  const decoded = text.toString('utf8');
  return (decoded.includes('\ufffd') ? text.toString('latin1') : decoded).trim();
}
