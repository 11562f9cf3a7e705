import type { ImageFile } from '../../services/ports.ts';
import { openOmeTiff } from '../ome-tiff/open-ome-tiff.ts';
import type { ChunkCache } from '../reading/chunk-cache.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { looksLikeOmeXml, pageDescription } from './description.ts';
import { imageJStack } from './imagej-stack.ts';
import { lsmStack } from './lsm-stack.ts';
import type { TiffPage } from './page.ts';
import type { PageStack } from './page-stack.ts';
import { plainStack } from './plain-stack.ts';
import { readPages } from './read-pages.ts';
import { stackImage } from './stack-image.ts';
import { openTiffSource } from './tiff-source.ts';

/**
 * Opens a TIFF, BigTIFF, OME-TIFF (of one or of several files), ImageJ TIFF or LSM. `file` belongs to the image from now on, also
 * where opening fails. Throws GroveError 'corrupt', 'unsupported', 'too-large', 'unreadable', 'not-found'.
 */
export async function openTiff(file: SourceFile, cache: ChunkCache): Promise<ImageFile> {
  const pages = await readPages(await openTiffSource(file));
  const text = await pageDescription(pages[0]!);
  const notes: string[] = [];
  if (looksLikeOmeXml(text)) {
    const image = await openOmeTiff(file, text, pages, cache);
    if ('close' in image) return image;
    notes.push(image.note);
  }
  return stackImage(file, await arrange(pages, text, notes), cache, () => file.close());
}

/** Pages as their own tags describe them, or else as a plain stack. */
async function arrange(pages: readonly (TiffPage | null)[], text: string, notes: string[]): Promise<PageStack> {
  const base = pages.find((page) => page !== null && !page.reduced) ?? pages[0]!;
  const lsm = await lsmStack(pages, base);
  if (lsm !== null) return lsm;
  if (text.startsWith('ImageJ=')) {
    const stack = await imageJStack(pages, base, text);
    if (stack !== null) return stack;
    notes.push('Its ImageJ description does not fit its pages; they are shown as a stack in their order.');
  }
  return plainStack(pages, base, notes);
}
